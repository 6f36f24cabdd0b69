"""Annexes: as of when, who did not report, how numbers are defined, every number exactly."""

from datetime import date

from briefing.contents import speech
from briefing.contents.readings import Readings
from briefing.document import Block, Column, Note, Paragraph, Sentence, Table
from components import numbers
from data import asof, basis, comparison, coverage, metrics, reference
from data.scope import Scope

DEFINED = (Column("指标", 1.7), Column("公式", 3.7), Column("依据", 3.2), Column("状态", 0.7))
VALUES = (
    Column("指标", 2.5),
    Column("数值", 1.8, number=True),
    Column("单位", 1.1),
    Column("单位数", 0.9, number=True),
    Column("编号", 4.2),
)
OWING = (Column("单位", 3.2), Column("应报月", 0.9, True), Column("实报月", 0.9, True))
FOLDED = 8
SPANS = (
    Column("领域", 2.0),
    Column("数据起于", 1.3),
    Column("截至", 1.3),
    Column("末月单位数", 1.3, True),
)
FACTORS = (Column("项目", 1.4), Column("系数", 2.2, True), Column("依据", 4.2), Column("状态", 0.7))
CARRIERS = {"electricity": "电力", "gas": "天然气", "coal": "煤", "gasoline": "汽油",
            "diesel": "柴油", "heat": "热力", "lpg": "液化石油气", "fuel_oil": "燃料油"}  # fmt: skip


def reporting(readings: Readings) -> list[Block]:
    """As of when each subject stands; 应报、实报、缺报 of each return, with who did not."""
    view = readings.view
    rows = asof.by_subject(view)
    if not rows:
        return []
    cells = tuple(
        (row["label"], speech.month(row["first"]), speech.month(row["last"]),
         numbers.plain(row["institutions"])) for row in rows
    )  # fmt: skip
    blocks: list[Block] = [Table("各领域数据截至月份", SPANS, cells)]
    for subject in coverage.SUBJECTS:
        blocks += _returns(subject, view)
    return blocks


def _returns(subject: str, view) -> list[Block]:
    counted, label = coverage.coverage(view, subject), coverage.SUBJECTS[subject]
    if not counted["expected"]:
        return []
    absent = coverage.missing(view, subject)
    told = (
        f"{label}：应报 {numbers.plain(counted['expected'])} 家，"
        f"实报（期内各月报齐）{numbers.plain(counted['reported'])} 家，"
    )
    told += f"缺报 {numbers.plain(len(absent))} 家。" if absent else "已全部报齐。"
    named = absent and not view.outward
    listed = [_absent(f"{label}未报齐单位", absent)] if named else []
    return [Paragraph((Sentence(told),)), *listed]


def _absent(caption: str, absent: list[dict]) -> Table:
    """Who owes how many months; a long list stands in two columns, read down the left first."""
    rows = [
        (row["name"], numbers.plain(row["due"]), numbers.plain(row["reported"])) for row in absent
    ]
    if len(rows) <= FOLDED:
        return Table(caption, OWING, tuple(rows))
    half = (len(rows) + 1) // 2
    right = [*rows[half:], ("", "", "")]
    return Table(
        caption, OWING + OWING, tuple(a + b for a, b in zip(rows[:half], right, strict=False))
    )


def definitions(readings: Readings) -> list[Block]:
    """Formula, clause and state of every metric told, factors in force, breaks in the series."""
    rows = tuple(
        (one.metric.label, one.metric.formula, one.metric.clause, _state(one.metric))
        for one in readings.all
    )
    subjects = dict.fromkeys(one.metric.mart.subject for one in readings.all)
    broken = [row for subject in subjects for row in comparison.breaks(subject)]
    notes = [Note(f"口径断点：{row['date']} 起{row['change']}（{row['clause']}，{row['status']}）。")
             for row in broken]  # fmt: skip
    return [Table("指标口径", DEFINED, rows), *notes, *_factors(readings)]


def _factors(readings: Readings) -> list[Block]:
    """The factor of each carrier at the end of the period, for numbers in coal or carbon."""
    if "energy" not in {one.metric.mart.subject for one in readings.all}:
        return []
    view = readings.view
    rows = tuple(
        (CARRIERS.get(row["carrier"], row["carrier"]),
         f"{row['kgce_per_unit']} kgce/{row['unit'].replace('m3', 'm³')}",
         row["clause"].replace("×fuel_densities", "，按密度折算"), row["status"])
        for row in _in_force(view)
    )  # fmt: skip
    named = [one.metric for one in readings.all if one.metric.id.startswith("carbon")]
    carbon = {basis.sentence(metric, view) for metric in named}
    caption = f"折标系数（{basis.BASES[view.basis]}，{speech.month(str(view.covered.end))}有效）"
    return [Table(caption, FACTORS, rows),
            *(Note(f"{words}。") for words in sorted(carbon) if words)]  # fmt: skip


def _in_force(view: Scope) -> list[dict]:
    """The factor rows of the statistics on the last month's first day, electricity at the basis."""
    on = date(view.covered.end.year, view.covered.end.number, 1)
    power = reference.dated("energy_factors", on, carrier="electricity",
                            basis=basis.BASES[view.basis])  # fmt: skip
    power = sorted(power, key=lambda row: row["factor_set"] != "statistics")[:1]
    others = reference.dated("energy_factors", on, factor_set="statistics")
    return [*power, *(row for row in others if row["carrier"] != "electricity")]


def values(readings: Readings) -> list[Block]:
    """Every number of the briefing, exactly as `python -m data value` prints it."""
    rows = tuple(
        (
            one.metric.label,
            exact(one.now["value"]),
            one.metric.unit,
            numbers.plain(one.now["institutions"]),
            one.metric.id,
        )
        for one in readings.all
    )
    told = "数值与系统中“指标查询”（python -m data value）逐位一致；单位数为该数所汇总的单位家数。"
    return [Table("指标数值", VALUES, rows, told)]


def exact(value: float) -> str:
    """A value as the command line prints it."""
    return numbers.exact(value)


def _state(metric: metrics.Metric) -> str:
    return "已核" if metric.verified else "待核"
