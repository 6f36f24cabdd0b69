"""Every refused and doubtful cell as a ledger: what the counts of 数据质量 lead to.

The address narrows it: outcome=refused or doubtful, file=<name>, rule=<the rule in words>.
"""

from urllib.parse import parse_qsl

from data import quality
from data.grid import Column, Ledger

NAME = "cells"
NARROWED = {"outcome": "found.outcome", "file": "source.file_name", "rule": "found.what"}
COLUMNS = (
    Column("place", "顺序", "number", hidden=True),
    Column("outcome_word", "结果", searched=True, width=84),
    Column("file_name", "文件", searched=True, width=200),
    Column("cell", "单元格", searched=True, width=112),
    Column("value", "值", searched=True, width=112),
    Column("message", "说明", searched=True, width=780),
    Column("what", "规则", searched=True, width=190),
    Column("sheet", "工作表", searched=True, width=130),
)


def narrowed(search: str) -> dict[str, str]:
    """What the address narrows the cells to, of outcome, file and rule."""
    given = dict(parse_qsl((search or "").lstrip("?")))
    return {name: given[name] for name in NARROWED if given.get(name)}


def ledger(snapshot: str, search: str = "") -> Ledger:
    """One row per refused or doubtful cell, refused ones and new files first; about whole files,
    so that neither region nor period of the view narrows it."""
    asked = narrowed(search)
    where = [f"{NARROWED[name]} = ${at}" for at, name in enumerate(asked, 5)]
    return Ledger(
        NAME,
        "拒收与存疑的单元格",
        "place",
        COLUMNS,
        f"""
        select row_number() over (order by found.outcome = 'doubtful', found.file_id desc,
                found.sheet, found.row_no, found.column_name nulls first, found.rule) as place,
            if(found.outcome = 'doubtful', '{quality.DOUBTFUL}', '{quality.REFUSED}')
                as outcome_word,
            source.file_name, found.sheet,
            coalesce(found.cell, '第 ' || found.row_no || ' 行') as cell,
            found.value, found.what, found.message
        from ({quality.problems(snapshot)}) as found join source_file as source using (file_id)
        where {" and ".join(where) or "true"}
        """,
        params=tuple(asked.values()),
        opens={},
    )
