"""Why the numbers changed: exact terms, who stands behind each, and the sum that proves it."""

from briefing.contents.readings import Readings
from briefing.document import Block, Column, Heading, Note, Paragraph, Sentence, Table
from components import numbers
from data import metrics
from data.analysis import why, words
from data.analysis.why import Explanation
from data.errors import DashboardError

EXPLAINED = ("energy_total_tce", "vehicle_cost_cny", "asset_original_value_cny")
TOLD = 3
"""How many terms are told in words; the table holds all of them."""
COLUMNS = (
    Column("项", 1.7),
    Column("变化", 1.9, True),
    Column("占比", 1.2, True),
    Column("单位数", 1.1, True),
    Column("主要单位", 4.1),
)


def chapter(readings: Readings, among: tuple[str, ...] = EXPLAINED) -> list[Block]:
    """One part a metric that changed; those that cannot be compared say why in a note."""
    wanted = tuple(one for one in EXPLAINED if one in among)
    parts = [block for one in readings.known(wanted) for block in _part(one.metric, readings)]
    return [Heading("变化原因"), *parts] if parts else []


def _part(metric: metrics.Metric, readings: Readings) -> list[Block]:
    try:
        found = why.explain(metric, readings.view)
    except DashboardError as error:
        return [Heading(metric.label, 2), Note(str(error))]
    if not found.change:
        return []
    moved = sorted((row for row in found.rows if row.value), key=lambda row: -abs(row.value))
    told = [Sentence(row.sentence, (metric.id,)) for row in moved[:TOLD]]
    lead = Sentence(_lead(found), (metric.id,))
    proof = f"各项合计 {words.signed(sum(row.value for row in found.rows))} = 变化 ✓"
    notes = "；".join(note.rstrip("。") for note in found.notes)
    return [
        Heading(metric.label, 2),
        Paragraph((lead, *told)),
        Table(f"{metric.label}变化分解（{words.unit(metric)}）", COLUMNS,
              tuple(_row(row) for row in moved), f"{proof}。{notes}{'。' if notes else ''}"),
    ]  # fmt: skip


def _lead(found: Explanation) -> str:
    metric = found.metric
    before, now = (numbers.of(float(one), metric) for one in (found.before, found.now))
    return (
        f"与{found.earlier.label}相比，{metric.label}由 {before}变为 {now}，"
        f"变化 {words.signed(found.change)} {words.unit(metric)}。"
    )


def _row(row: why.Row) -> tuple[str, ...]:
    leaders = "、".join(f"{name}（{words.signed(value)}）" for name, value in row.leaders[:2])
    return (
        row.label,
        words.signed(row.value),
        numbers.NONE if row.share is None else f"{numbers.plain(row.share * 100, 1)}%",
        numbers.plain(row.institutions),
        leaders,
    )
