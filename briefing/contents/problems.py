"""Findings on paper: how many, how grave, who has to act by when, under which clause."""

from collections import Counter
from itertools import groupby

from briefing.contents.readings import Readings
from briefing.document import Block, Column, Heading, NewPage, Paragraph, Sentence, Table
from components import numbers
from data import findings

LISTED, ADVISED = 8, 8
COUNTED = (
    Column("问题", 3.6),
    Column("件数", 0.8, True),
    Column("涉及单位", 1.0, True),
    Column("已超期", 0.9, True),
)
CASES = (
    Column("责任单位", 2.6),
    Column("问题", 2.2),
    Column("事由", 5.0),
    Column("期限", 1.5),
)


def chapter(readings: Readings) -> list[Block]:
    """Counts, the kinds of findings, and the gravest cases."""
    found = readings.findings
    if not found:
        return [Heading("问题督办"), Paragraph((Sentence("本期没有未办结的问题。"),))]
    red = _red(readings)
    kinds = tuple(_kind(rows) for _, rows in _by_kind(found))
    blocks: list[Block] = [
        Heading("问题督办"),
        Paragraph((Sentence(_counted(found)),)),
        Table("未办结问题分类", COUNTED, kinds),
    ]
    if red:
        more = f"，其余见附件四（共 {len(red)} 件）" if len(red) > LISTED else ""
        blocks.append(Table(f"最严重的问题{more}", CASES, tuple(map(_case, red[:LISTED]))))
    return blocks


def advice(readings: Readings) -> list[Block]:
    """What each kind of grave finding asks for, under its clause, of how many owners."""
    told = [_advised(rows) for _, rows in _by_kind(_red(readings))]
    if not told:
        return []
    listed = [Sentence(f"{at}. {one.text}") for at, one in enumerate(told[:ADVISED], 1)]
    return [Heading("限期整改", 2), *(Paragraph((one,)) for one in listed)]


def annex(readings: Readings) -> list[Block]:
    """Every grave case, when the chapter did not hold them all."""
    red = _red(readings)
    if len(red) <= LISTED:
        return []
    table = Table("红色问题清单", CASES, tuple(map(_case, red)))
    return [NewPage(), Heading("附件四　红色问题清单", counted=False), table]


def _red(readings: Readings) -> list[dict]:
    return [row for row in readings.findings if row["severity"] == "红"]


def _overdue(rows: list[dict]) -> int:
    return sum(row["deadline"] is not None and row["deadline"] < row["last_seen"] for row in rows)


def _counted(found: list[dict]) -> str:
    counts = Counter(row["severity"] for row in found)
    parts = [f"{key} {numbers.plain(counts[key])} 件" for key in findings.SEVERITIES if counts[key]]
    overdue = _overdue(found)
    tail = f"，其中已超期 {numbers.plain(overdue)} 件" if overdue else ""
    return f"未办结问题：{'、'.join(parts)}{tail}。"


def _kind(rows: list[dict]) -> tuple[str, ...]:
    owners = {row["institution"] for row in rows if row["institution"]}
    counted = (len(rows), len(owners), _overdue(rows))
    return (rows[0]["what"], *(numbers.plain(one) for one in counted))


def _case(row: dict) -> tuple[str, ...]:
    about = f"（{row['object']}）" if row["object"] else ""
    owner = row["owner"] or row["region_name"]
    return (owner, row["what"], f"{row['sentence']}{about}", f"{row['deadline']}")


def _by_kind(found: list[dict]) -> list[tuple[str, list[dict]]]:
    """Groups of one kind, the largest first."""
    ordered = sorted(found, key=lambda row: row["rule"])
    groups = [(key, list(rows)) for key, rows in groupby(ordered, key=lambda row: row["rule"])]
    return sorted(groups, key=lambda pair: (-len(pair[1]), pair[0]))


def _advised(rows: list[dict]) -> Sentence:
    owners = list(dict.fromkeys(row["owner"] or row["region_name"] for row in rows))
    named = "、".join(owners[:3]) + (f"等 {len(owners)} 家" if len(owners) > 3 else "")
    clause = f"依据{rows[0]['clause']}，" if rows[0]["clause"] else ""
    last = max(row["deadline"] for row in rows)
    return Sentence(
        f"{clause}“{rows[0]['what']}” {numbers.plain(len(rows))} 件由{named}限 {last} 前办结。"
    )
