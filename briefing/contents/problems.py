"""Findings on paper: how many, how grave, who has to act by when, under which clause."""

from collections import Counter
from itertools import groupby

from briefing.contents import speech
from briefing.contents.readings import Readings
from briefing.document import Block, Column, Heading, Paragraph, Sentence, Table
from components import numbers
from data import findings

LISTED, ADVISED, KINDS, NAMED = 8, 8, 10, 3
COLOURS = {"红": "红色", "黄": "黄色", "提示": "提示性"}
OUR_RULE, RULE = ("本项目数据规则", "domain.md §"), "数据核验规则"
COUNTED = (
    Column("问题", 3.6),
    Column("程度", 0.8),
    Column("件数", 0.8, True),
    Column("涉及单位", 1.0, True),
    Column("已超期", 0.9, True),
)
CASES = (
    Column("责任单位", 2.3),
    Column("事由", 6.4),
    Column("期限", 1.4),
)


def chapter(readings: Readings) -> list[Block]:
    """Counts, the kinds of findings, and the gravest cases."""
    found = readings.findings
    if not found:
        return [Heading("预警与异常"), Paragraph((Sentence("本期没有未办结的问题。"),))]
    red, kinds = _red(readings), _kinds(found)
    more = f"（前 {KINDS} 类，其余见附件）" if len(kinds) > KINDS else ""
    blocks: list[Block] = [
        Heading("预警与异常"),
        Paragraph((Sentence(_counted(readings)), *_concentrated(red))),
        Table(f"未办结问题分类{more}", COUNTED, tuple(map(_kind, kinds[:KINDS]))),
    ]
    if red and not readings.view.outward:
        more = f"（共 {len(red)} 件，其余见附件）" if len(red) > LISTED else ""
        blocks.append(Table(f"期限最近的红色问题{more}", CASES, tuple(map(case, red[:LISTED]))))
    return blocks


def of(registers: tuple[str, ...], readings: Readings) -> list[Sentence]:
    """What is open under a subject, for its chapter; none when nothing is."""
    found = [row for row in readings.findings if row["subject"] in registers]
    if not found:
        return []
    kinds = [f"{rows[0]['what']} {numbers.plain(len(rows))} 件" for rows in _by_kind(found)[:NAMED]]
    only = len(_by_kind(found)) <= NAMED
    told = f"查出并在办的问题 {numbers.plain(len(found))} 件{_late(found)}"
    return [Sentence(f"{told}，{'为' if only else '主要是'}{'、'.join(kinds)}。")]


def advice(readings: Readings) -> list[Block]:
    """What each kind of grave finding asks for, under its clause, of how many owners."""
    told = [_advised(rows) for rows in _by_kind(_red(readings))]
    if not told:
        return []
    listed = [Sentence(f"{at}. {one}") for at, one in enumerate(told[:ADVISED], 1)]
    return [Heading("限期整改红色问题", 2), *(Paragraph((one,)) for one in listed)]


def annex(readings: Readings) -> list[tuple[str, list[Block]]]:
    """Title and blocks: every kind and every grave case, when the chapter did not hold them all."""
    red, kinds = _red(readings), _kinds(readings.findings)
    found: list[tuple[str, list[Block]]] = []
    if len(kinds) > KINDS:
        table = Table("未办结问题分类", COUNTED, tuple(map(_kind, kinds)))
        found.append(("未办结问题分类", [table]))
    if len(red) > LISTED and not readings.view.outward:
        parts = [
            Table(rows[0]["what"], CASES, tuple(case(row, False) for row in rows))
            for rows in _by_kind(red)
        ]
        found.append(("红色问题清单", parts))
    return found


def _red(readings: Readings) -> list[dict]:
    return [row for row in readings.findings if row["severity"] == "红"]


def _overdue(rows: list[dict]) -> int:
    return sum(row["deadline"] is not None and row["deadline"] < row["last_seen"] for row in rows)


def _late(rows: list[dict]) -> str:
    overdue = _overdue(rows)
    return f"（其中已超期 {numbers.plain(overdue)} 件）" if overdue else ""


def _counted(readings: Readings) -> str:
    found = readings.findings
    counts = Counter(row["severity"] for row in found)
    parts = [
        f"{COLOURS[key]} {numbers.plain(counts[key])} 件"
        for key in findings.SEVERITIES if counts[key]
    ]  # fmt: skip
    day = speech.day(max(row["last_seen"] for row in found))
    where = speech.everywhere(readings.view)
    told = f"截至{day}（数据版本发布日），{where}未办结问题 {numbers.plain(len(found))} 件"
    if len(parts) > 1:
        told += f"，其中{'、'.join(parts)}"
    elif parts:
        told += f"，均为{COLOURS[found[0]['severity']]}"
    overdue = _overdue(found)
    return f"{told}；已超过整改期限 {numbers.plain(overdue)} 件。" if overdue else f"{told}。"


def _concentrated(red: list[dict]) -> list[Sentence]:
    if not red:
        return []
    kinds = [f"{rows[0]['what']} {numbers.plain(len(rows))} 件" for rows in _by_kind(red)]
    most = "主要是" if len(kinds) > NAMED else "为"
    return [Sentence(f"红色问题{most}{'、'.join(kinds[:NAMED])}。")]


def _kinds(found: list[dict]) -> list[list[dict]]:
    """Groups of one kind, the gravest first, then the largest."""
    order = list(findings.SEVERITIES)
    return sorted(_by_kind(found), key=lambda rows: (order.index(rows[0]["severity"]), -len(rows)))


def _kind(rows: list[dict]) -> tuple[str, ...]:
    owners = {row["institution"] for row in rows if row["institution"]}
    counted = (len(rows), len(owners), _overdue(rows))
    severity = rows[0]["severity"]
    return (rows[0]["what"], severity, *(numbers.plain(one) for one in counted))


def case(row: dict, named: bool = True) -> tuple[str, ...]:
    """Owner, what happened (with the kind of it when `named`), and the last day."""
    about = f"（{row['object']}）" if row["object"] else ""
    owner = row["owner"] or row["region_name"]
    what, told = row["what"], row["sentence"].rstrip("。")
    if named and what not in told:
        told = f"{what}：{told}"
    elif not named:
        told = told.removeprefix(f"{what}：")
    return (owner, f"{told}{about}。", f"{row['deadline'] or numbers.NONE}")


def _by_kind(found: list[dict]) -> list[list[dict]]:
    """Groups of one kind, the largest first."""
    ordered = sorted(found, key=lambda row: row["rule"])
    groups = [(key, list(rows)) for key, rows in groupby(ordered, key=lambda row: row["rule"])]
    return [rows for _, rows in sorted(groups, key=lambda pair: (-len(pair[1]), pair[0]))]


def _advised(rows: list[dict]) -> str:
    owners = speech.listed([row["owner"] or row["region_name"] for row in rows])
    clause = clause_of(rows[0])
    return (
        f"{rows[0]['what']}（{numbers.plain(len(rows))} 件）。责任单位：{owners}；{_until(rows)}"
        f"{f'依据：{clause}。' if clause else ''}"
    )


def _until(rows: list[dict]) -> str:
    """By when: what is late already is to be done at once, the rest by its last day."""
    late = _overdue(rows)
    dates = [row["deadline"] for row in rows if row["deadline"]]
    if late == len(rows):
        return f"{'已超过' if late == 1 else '均已超过'}整改期限，请立即整改到位。"
    if not dates:
        return "请尽快办结。"
    told = f"请于{speech.day(max(dates))}前办结。"
    return f"已超期 {numbers.plain(late)} 件请立即整改，其余{told}" if late else told


def clause_of(row: dict) -> str:
    """The clauses of a finding; the rules of the data alone only where nothing else stands."""
    parts = [part for part in (row["clause"] or "").split("；") if part]
    official = [part for part in parts if not part.startswith(OUR_RULE)]
    if official:
        return "；".join(official)
    codes = [
        part.rsplit(" ", 1)[-1] for part in parts if part.startswith(OUR_RULE[0]) and " " in part
    ]
    return f"{RULE} {'、'.join(codes)}" if codes else RULE if parts else ""
