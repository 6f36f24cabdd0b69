"""Why the numbers changed: exact terms, who stands behind each, and the sum that proves it."""

from dataclasses import replace
from decimal import Decimal

from briefing.contents import speech
from briefing.contents.readings import Readings
from briefing.document import Block, Column, Heading, Note, Paragraph, Sentence, Table
from components import numbers
from data import metrics, small_groups
from data.analysis import why, words
from data.analysis.why import Explanation, Row
from data.errors import DashboardError

EXPLAINED = ("energy_total_tce", "vehicle_cost_cny", "asset_original_value_cny")
TOLD, NAMED, TRIFLE = 2, 2, Decimal("0.1")
"""How many terms each way, and institutions a term, are told in words, and the least share of the
heaviest term that is; the table has all terms."""
NAMELESS = 3  # columns of the table that say nothing of who
COLUMNS = (
    Column("因素", 1.6),
    Column("影响", 1.9, True),
    Column("拉动", 1.1, True),
    Column("单位数", 0.9, True),
    Column("影响最大的单位", 4.1),
)


def chapter(readings: Readings, among: tuple[str, ...] = EXPLAINED) -> list[Block]:
    """One part a metric that changed; those that cannot be compared say why in a note."""
    wanted = tuple(one for one in EXPLAINED if one in among)
    parts = [block for one in readings.known(wanted) for block in _part(one.metric, readings)]
    return [Heading("原因分析"), *parts] if parts else []


def _part(metric: metrics.Metric, readings: Readings) -> list[Block]:
    try:
        found = why.explain(metric, readings.view)
    except DashboardError as error:
        return [Heading(metric.label, 2), Note(str(error))]
    rows, columns = [row for row in found.rows if row.value], COLUMNS
    if readings.view.outward:
        if metrics.total(metric, found.view.during(found.earlier)) is None:
            return []
        rows, columns = for_outsiders(rows), COLUMNS[:NAMELESS]
    if not found.change:
        return []
    moved = sorted(rows, key=lambda row: -abs(row.value))
    return [
        Heading(metric.label, 2),
        Paragraph((Sentence(_lead(found), (metric.id,)), *_terms(found, moved))),
        Table(f"{metric.label}变化的因素（{words.unit(metric)}）", columns,
              tuple(_row(row, found)[: len(columns)] for row in moved), _proof(found)),
    ]  # fmt: skip


def for_outsiders(rows: list[Row]) -> list[Row]:
    """The terms without names; those of fewer than three institutions, and with them the next
    smallest, as one, so that all still add up."""
    bare = [replace(row, leaders=()) for row in sorted(rows, key=lambda row: row.institutions)]
    small = sum(row.institutions < small_groups.LEAST for row in bare)
    if not small:
        return bare
    merged = bare[: small + 1]
    share = None if merged[0].share is None else sum(row.share for row in merged)
    value = sum((row.value for row in merged), Decimal(0))
    together = Row("", "其他因素", value, share, 0, (), "")
    return [*bare[small + 1 :], *([together] if value else [])]


def _lead(found: Explanation) -> str:
    metric = found.metric
    before, now = (speech.amount(float(one), metric) for one in (found.before, found.now))
    size = speech.amount(abs(float(found.change)), metric)
    way = "增加" if found.change > 0 else "减少"
    share = abs(float(found.change / found.before)) if found.before else 0
    percent = f"，{'增长' if found.change > 0 else '下降'} {share:.1%}" if share >= 0.0005 else ""
    same = "，变化很小" if not percent else ""
    return (
        f"{speech.when(found.view.covered)}{metric.label} {now}，"
        f"比{speech.when(found.earlier)}（{before}）{way} {size}{percent}{same}。"
    )


def _terms(found: Explanation, moved: list[Row]) -> list[Sentence]:
    """What raised it and what lowered it, the heaviest first, with who stands behind."""
    told, least = [], abs(moved[0].value) * TRIFLE
    for up, words_ in ((found.change > 0, "主要是"), (not found.change > 0, "同时，")):
        rows = [row for row in moved if (row.value > 0) == up and abs(row.value) >= least][:TOLD]
        if rows:
            parts = "；".join(_term(row, found) for row in rows)
            told.append(Sentence(f"{words_}{parts}。", (found.metric.id,)))
    return told


def _term(row: Row, found: Explanation) -> str:
    metric, up = found.metric, row.value > 0
    size = speech.amount(abs(float(row.value)), metric)
    reason = words.REASONS.get(row.key, f"{row.label}的变化")
    named = [name for name, amount in row.leaders if (amount > 0) == up][:NAMED]
    who = f"（{'、'.join(named)}影响较大）" if named else ""
    return f"{reason}{'拉高' if up else '拉低'} {size}{who}"


def _proof(found: Explanation) -> str:
    total = signed(sum((row.value for row in found.rows), Decimal(0)))
    pull = "拉动为影响占上期的百分比（pp 为百分点），不足 0.05 的记微小" if found.before else ""
    notes = [f"各项影响合计 {total}，等于全部变化", pull, *(n.rstrip("。") for n in found.notes)]
    return "。".join(note for note in notes if note) + "。"


def _row(row: Row, found: Explanation) -> tuple[str, ...]:
    leaders = "、".join(f"{name}（{signed(value)}）" for name, value in row.leaders[:NAMED])
    pull = _pull(row, found)
    return (row.label, signed(row.value), pull, numbers.plain(row.institutions), leaders)


def _pull(row: Row, found: Explanation) -> str:
    """What a term adds to the change in percent, in points of it."""
    if not found.before:
        return numbers.NONE
    points = round(float(row.value / found.before) * 100, 1)
    return f"{numbers.signed(points, '', 1).strip()} pp" if points else "微小"


def signed(value: Decimal) -> str:
    """An exact change with a true minus sign."""
    return words.signed(value).replace("-", "−")
