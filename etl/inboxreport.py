"""The report beside a filed file: what was read, what was refused, why, and what to do next."""

from datetime import datetime
from pathlib import Path

from data import warehouse
from etl import publish, secret
from etl.filing import Kept

SHOWN = 50  # refused and doubtful cells told one by one
BESIDE = "原文件就在本说明旁边。"
BUG = "程序处理这个文件时出现内部错误，已记入日志。"
NEXT = {
    "done": "下一步：无需处理。",
    "cells": "下一步：请按上面的位置改正后重新报送；重新报送同一期间会替换已装载的值。",
    "known": "下一步：无需处理。如需更正，请修改内容后重新报送。",
    "refused": "下一步：请按原因改正后，把文件重新放入收件箱。数据版本没有改变。",
    "bug": "下一步：请把本文件与日志交给管理员。数据版本没有改变。",
}


def loaded(path: Path, known: bool, said: str = "") -> str:
    """The report of a file that is in the current snapshot; `known` when it was there before;
    `said` is a sentence on what is kept of it."""
    snapshot, digest = warehouse.current_id(), publish.sha256(path)
    sources = warehouse.rows(snapshot, "from dim_source where sha256 = ? order by card", digest)
    file_id = sources[0]["file_id"]
    lines = [*_head(path), f"结果：已装载，数据版本 {snapshot}。"]
    if known:
        lines.append(f"这一内容此前已作为“{sources[0]['file_name']}”装载，没有重复装载。")
    for row in sources:
        lines.append(
            f"来源卡 {row['card']}：读取 {row['rows_read']:,} 行，接收 {row['rows_accepted']:,} 行，"
            f"拒收 {row['rows_refused']:,} 行。"
        )
    cells = _cells(snapshot, file_id)
    lines += [*_unread(snapshot, file_id), *cells, *([said] if said else [])]
    lines.append(NEXT["known" if known else "cells" if cells else "done"])
    return "\n".join(lines) + "\n"


def refused(path: Path, why: str, kept: Kept) -> str:
    """The report of a file that was not loaded; `why` is empty after a bug."""
    result = ["结果：未装载，没有任何一行进入数据。", f"原因：{why or BUG}", kept.said or BESIDE]
    return "\n".join([*_head(path), *result, NEXT["refused" if why else "bug"]]) + "\n"


def _head(path: Path) -> list[str]:
    return [
        f"文件：{secret.masked(path.name)}（{path.stat().st_size:,} 字节，"
        f"SHA-256 {publish.sha256(path)[:8]}）",
        f"处理时间：{datetime.now():%Y-%m-%d %H:%M:%S}",
    ]


def _cells(snapshot: str, file_id: int) -> list[str]:
    """One line for each refused and doubtful cell, the first of them."""
    lines = []
    for table, word in (("quarantine", "拒收"), ("doubt", "存疑")):
        if not warehouse.rows(snapshot, "from duckdb_tables() where table_name = ?", table):
            continue
        found = warehouse.rows(
            snapshot,
            f"select sheet, cell, row_no, message from {table} where file_id = ?"
            " order by sheet, row_no, column_name nulls first",
            file_id,
        )
        lines += [f"{word} {len(found)} 处："] if found else []
        for row in found[:SHOWN]:
            place = "" if row["message"].startswith(row["cell"] or "") else row["cell"]
            lines.append(f"  工作表“{row['sheet']}”{place}：{row['message']}")
        if len(found) > SHOWN:
            lines.append(f"  其余 {len(found) - SHOWN} 处见“数据质量”页。")
    return lines


def _unread(snapshot: str, file_id: int) -> list[str]:
    found = warehouse.rows(
        snapshot, "select sheet, reason from unread_sheet where file_id = ?", file_id
    )
    return [f"没有读取工作表“{row['sheet']}”：{row['reason']}。" for row in found]
