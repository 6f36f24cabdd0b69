"""The five subjects, each: how it stands and changed, its numbers, where, when, what is wrong."""

from dataclasses import dataclass

from briefing.contents import words
from briefing.contents.readings import Readings, changed
from briefing.document import Block, Column, Figure, Heading, Paragraph, Table
from components import drawings, numbers, theme
from components.panel import Drawing
from data import metrics

TONE = theme.tokens("light")
TREND_HEIGHT = 190


@dataclass(frozen=True)
class Subject:
    """A chapter: which metrics it tells, which it draws over regions and over months, which it
    explains; `registers` are the subjects whose findings belong to it."""

    key: str
    title: str
    told: tuple[str, ...]
    listed: tuple[str, ...]
    where: str
    when: str
    registers: tuple[str, ...]


SUBJECTS = (
    Subject(
        "assets",
        "国有资产",
        ("asset_net_value_cny", "asset_newness_pct", "asset_idle_share_pct"),
        tuple(metric.id for metric in metrics.SUBJECTS["国有资产"]),
        "asset_idle_share_pct",
        "asset_net_value_cny",
        ("asset", "warehouse"),
    ),
    Subject(
        "vehicles",
        "公务用车",
        ("vehicles_count", "vehicle_new_energy_share_pct", "vehicle_cost_per_km_cny"),
        tuple(metric.id for metric in metrics.SUBJECTS["公务用车"]),
        "vehicles_per_100_staff",
        "vehicle_cost_per_km_cny",
        ("vehicle", "vehicle_month", "vehicle_quota"),
    ),
    Subject(
        "offices",
        "办公用房",
        ("office_usable_area_m2", "office_area_per_head_m2", "office_standard_use_pct"),
        tuple(metric.id for metric in metrics.SUBJECTS["办公用房"]),
        "office_area_per_head_m2",
        "office_building_area_m2",
        ("building", "room", "property_problem"),
    ),
    Subject(
        "energy",
        "公共机构节能",
        ("energy_total_tce", "energy_per_head_kgce", "energy_per_m2_kgce", "carbon_total_t"),
        tuple(metric.id for metric in metrics.SUBJECTS["公共机构节能"]),
        "energy_per_head_kgce",
        "energy_per_head_kgce",
        ("energy", "energy_year", "reporting"),
    ),
    Subject(
        "satisfaction",
        "服务满意度",
        ("satisfaction_rate_pct", "satisfaction_score", "bad_review_rate_pct"),
        tuple(metric.id for metric in metrics.SUBJECTS["服务满意度"]),
        "satisfaction_rate_pct",
        "satisfaction_rate_pct",
        ("review", "service_month"),
    ),
)
RANKED = "位次：在同级地区中由优到劣；无优劣之分的由高到低。"
KPI_COLUMNS = (
    Column("指标", 3.1),
    Column("本期", 1.7, number=True),
    Column("同比", 1.3, number=True),
    Column("环比", 1.3, number=True),
    Column("位次", 0.9, number=True),
)


def chapter(subject: Subject, readings: Readings) -> list[Block]:
    """One subject's chapter; empty when the snapshot has nothing of it here."""
    compared = readings.known(subject.listed)
    if not compared:
        return [Heading(subject.title), Paragraph((_silent(subject, readings),))]
    told = [words.state(one) for one in readings.known(subject.told)]
    return [
        Heading(subject.title),
        Heading("现状与变化", 2),
        Paragraph((*words.closed(told), words.problem(compared))),
        kpis(f"{subject.title}主要指标", compared, readings),
        *_where(subject, readings),
        *_when(subject, readings),
    ]


def kpis(caption: str, compared: list, readings: Readings) -> Table:
    """The KPI table: value, changes and rank of each metric; columns nobody fills are left out."""
    rows = [_kpi(one, readings) for one in compared]
    filled = [at for at in range(len(KPI_COLUMNS)) if any(r[at] != numbers.NONE for r in rows)]
    note = RANKED if len(KPI_COLUMNS) - 1 in filled else ""
    columns = tuple(KPI_COLUMNS[at] for at in filled)
    return Table(caption, columns, tuple(tuple(row[at] for at in filled) for row in rows), note)


def _kpi(one, readings: Readings) -> tuple[str, ...]:
    metric = one.metric
    number, unit = numbers.parts(one.now["value"], metric.unit, metric.digits)
    place = readings.place(metric)
    return (
        f"{metric.label}（{unit}）",
        number,
        changed(one.year_change, metric),
        changed(one.period_change, metric),
        f"{place.place}/{place.among}" if place else numbers.NONE,
    )


def _silent(subject: Subject, readings: Readings):
    view = readings.view
    text = f"{view.region_name}{view.covered.label}没有{subject.title}的数据。"
    return words.Sentence(text)


def _where(subject: Subject, readings: Readings) -> list[Block]:
    """Bars over the parts of the region, and who is highest and lowest."""
    metric = metrics.find(subject.where)
    rows = metrics.fetch(metric, readings.view, "region")
    told = words.spread(rows, metric)
    if told is None:
        return []
    drawn = drawings.by_city(f"where-{metric.id}", metric, Drawing(readings.view, TONE))
    caption = f"各地{metric.label}（{metric.unit}）"
    figure = drawn.figure
    return [
        Heading("地区分布", 2),
        Paragraph((told,)),
        Figure(f"where-{metric.id}", caption, told.text, figure, figure["layout"]["height"]),
    ]


def _when(subject: Subject, readings: Readings) -> list[Block]:
    """The monthly line of the last three years; a single month makes no line."""
    metric = metrics.find(subject.when)
    if not metric.has_history:
        return []
    drawn = drawings.by_month(f"when-{metric.id}", metric, Drawing(readings.view, TONE))
    if drawn.figure is None or sum(y is not None for y in drawn.figure["data"][0]["y"]) < 2:
        return []
    summary = drawn.children[0].children
    caption = f"{metric.label}走势（{metric.unit}）"
    return [
        Heading("走势", 2),
        Paragraph((words.Sentence(summary, (metric.id,)),)),
        Figure(f"when-{metric.id}", caption, summary, drawn.figure, TREND_HEIGHT),
    ]
