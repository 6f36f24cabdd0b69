"""Annexes: who did not report, how numbers are defined, every number exactly."""

from briefing.contents.readings import Readings
from briefing.document import Block, Column, Heading, NewPage, Note, Paragraph, Sentence, Table
from components import numbers
from data import comparison, coverage, metrics

DEFINED = (Column("指标", 2.0), Column("公式", 3.6), Column("依据", 2.8), Column("状态", 0.8))
VALUES = (
    Column("编号", 3.0),
    Column("指标", 2.2),
    Column("单位", 1.0),
    Column("数值", 2.0, number=True),
    Column("单位数", 1.0, number=True),
)
OWING = (Column("单位", 4.0), Column("应报月数", 1.0, True), Column("实报月数", 1.0, True))


def reporting(readings: Readings) -> list[Block]:
    """应报、实报、缺报 of each return, with the list of who did not."""
    view = readings.view
    blocks: list[Block] = [NewPage(), Heading("附件一　数据报送情况", counted=False)]
    for subject, label in coverage.SUBJECTS.items():
        counted = coverage.coverage(view, subject)
        if not counted["expected"]:
            continue
        absent = coverage.missing(view, subject)
        told = (
            f"{label}：应报 {numbers.plain(counted['expected'])} 家，"
            f"实报 {numbers.plain(counted['reported'])} 家，"
            f"缺报 {numbers.plain(len(absent))} 家。"
        )
        blocks.append(Paragraph((Sentence(told),)))
        if absent:
            rows = tuple(
                (row["name"], numbers.plain(row["due"]), numbers.plain(row["reported"]))
                for row in absent
            )
            blocks.append(Table(f"{label}未报齐单位", OWING, rows))
    return blocks if len(blocks) > 2 else []


def definitions(readings: Readings) -> list[Block]:
    """Formula, clause and state of every metric told, and the breaks in the statistics."""
    rows = tuple(
        (one.metric.label, one.metric.formula, one.metric.clause, _state(one.metric))
        for one in readings.all
    )
    subjects = dict.fromkeys(one.metric.mart.subject for one in readings.all)
    broken = [row for subject in subjects for row in comparison.breaks(subject)]
    notes = [Note(f"口径断点：{row['date']} 起{row['change']}（{row['clause']}，{row['status']}）。")
             for row in broken]  # fmt: skip
    return [
        NewPage(),
        Heading("附件二　指标口径", counted=False),
        Table("指标口径", DEFINED, rows),
        *notes,
    ]


def values(readings: Readings) -> list[Block]:
    """Every number of the briefing, exactly as `python -m data value` prints it."""
    rows = tuple(
        (
            one.metric.id,
            one.metric.label,
            one.metric.unit,
            exact(one.now["value"]),
            numbers.plain(one.now["institutions"]),
        )
        for one in readings.all
    )
    return [NewPage(), Heading("附件三　指标数值", counted=False), Table("指标数值", VALUES, rows)]


def exact(value: float) -> str:
    """A value as the command line prints it."""
    return f"{value:.10g}"


def _state(metric: metrics.Metric) -> str:
    return "已核" if metric.verified else "待核"
