"""The five subjects, each: how it stands, changed and ranks, where, when, and what is wrong."""

from dataclasses import dataclass

from briefing.contents import drawn, problems, speech, words
from briefing.contents.readings import Readings, changed
from briefing.document import Block, Column, Heading, Paragraph, Sentence, Table
from components import numbers
from data import metrics, small_groups


@dataclass(frozen=True)
class Subject:
    """A chapter: which metrics it tells, which it draws over regions and over months, which it
    explains; `registers` are the subjects whose findings belong to it."""

    key: str
    title: str
    told: tuple[str, ...]
    where: str
    when: str
    registers: tuple[str, ...]

    @property
    def listed(self) -> tuple[str, ...]:
        """Every metric of the subject."""
        return tuple(metric.id for metric in metrics.SUBJECTS[self.title])


SUBJECTS = (
    Subject(
        "assets",
        "国有资产",
        ("asset_net_value_cny", "asset_newness_pct", "asset_idle_share_pct"),
        "asset_newness_pct",
        "asset_net_value_cny",
        ("asset", "warehouse"),
    ),
    Subject(
        "vehicles",
        "公务用车",
        ("vehicles_count", "vehicle_new_energy_share_pct", "vehicle_cost_per_km_cny"),
        "vehicle_new_energy_share_pct",
        "vehicle_cost_per_km_cny",
        ("vehicle", "vehicle_month", "vehicle_quota"),
    ),
    Subject(
        "offices",
        "办公用房",
        ("office_usable_area_m2", "office_area_per_head_m2", "office_standard_use_pct"),
        "office_area_per_head_m2",
        "office_building_area_m2",
        ("building", "room", "property_problem"),
    ),
    Subject(
        "energy",
        "公共机构节能",
        ("energy_total_tce", "energy_per_head_kgce", "energy_per_m2_kgce", "carbon_total_t"),
        "energy_per_head_kgce",
        "energy_per_head_kgce",
        ("energy", "energy_year", "reporting"),
    ),
    Subject(
        "satisfaction",
        "服务满意度",
        ("satisfaction_rate_pct", "satisfaction_score", "bad_review_rate_pct"),
        "satisfaction_rate_pct",
        "satisfaction_rate_pct",
        ("review", "service_month"),
    ),
)
KPI_COLUMNS = (
    Column("指标", 3.1),
    Column("本期", 1.5, number=True),
    Column("同比", 1.3, number=True),
    Column("环比", 1.3, number=True),
    Column("较目标", 1.3, number=True),
    Column("位次", 0.9, number=True),
)


def chapter(subject: Subject, readings: Readings) -> list[Block]:
    """One subject's part; one sentence when the snapshot has nothing of it here."""
    compared = readings.known(subject.listed)
    heading = Heading(subject.title, 2)
    if not compared:
        return [heading, Paragraph((_silent(subject, readings),))]
    shown = readings.known(subject.told) or compared[:3]
    told = words.closed([words.state(one, whole=True) for one in shown])
    more = (*words.breaks(shown), *words.targets(compared), *words.ranks(compared, readings))
    return [
        heading,
        Paragraph((*told, *more)),
        *_problems(subject, compared, readings),
        *kpis(f"{subject.title}主要指标", compared, readings),
        *drawn.blocks(subject.where, subject.when, readings),
    ]


def _problems(subject: Subject, compared: list, readings: Readings) -> list[Block]:
    told = (*words.problem(compared), *problems.of(subject.registers, readings))
    return [Paragraph(told)] if told else []


def kpis(caption: str, compared: list, readings: Readings, legend: bool = True) -> list[Block]:
    """The KPI table: value, changes, gap to target and rank of each; empty columns left out."""
    rows = [_kpi(one, readings) for one in compared]
    filled = [at for at in range(len(KPI_COLUMNS)) if any(r[at] != numbers.NONE for r in rows)]
    columns = tuple(KPI_COLUMNS[at] for at in filled)
    cells = tuple(tuple(row[at] for at in filled) for row in rows)
    note = _legend(compared, cells, columns, readings) if legend else ""
    return [Table(caption, columns, cells, note)]


def _legend(compared: list, cells: tuple, columns: tuple, readings: Readings) -> str:
    """What the signs of the table mean, of those it uses."""
    headings = [column.heading for column in columns]
    told = []
    if any("pp" in cell for row in cells for cell in row):
        told.append("pp 为百分点")
    if "较目标" in headings:
        aimed = [one.against_target for one in compared if speech.gap(one)]
        clauses = {f"{one.clause}{'，待核' if '待核' in one.sentence else ''}" for one in aimed}
        told.append(f"较目标为实际减目标路径（或要求）之差，依据：{'；'.join(sorted(clauses))}")
    if "位次" in headings:
        told.append(f"位次为在{readings.peers}中由优到劣，无优劣之分的由高到低；总量不排位")
    return "。".join(told) + "。" if told else ""


def _kpi(one, readings: Readings) -> tuple[str, ...]:
    metric, target = one.metric, one.against_target
    number, unit = numbers.parts(one.now["value"], metric.unit, metric.digits)
    place = readings.place(metric)
    aimed = numbers.NONE
    if target is not None and target.gap is not None:
        aimed = numbers.signed(target.gap, "%" if target.points else metric.unit)
    return (
        f"{metric.label}（{unit}）",
        number,
        changed(one.year_change, metric),
        numbers.NONE if speech.one_year(one) else changed(one.period_change, metric),
        aimed.replace(" 个百分点", " pp"),
        f"{place.place}/{place.among}" if place else numbers.NONE,
    )


def _silent(subject: Subject, readings: Readings) -> Sentence:
    view = readings.view
    if any(metrics.withheld(metrics.find(one), view) for one in subject.listed):
        return Sentence(
            f"{view.region_name}{subject.title}{small_groups.WORD}：{small_groups.WHY}。"
        )
    return Sentence(f"{view.region_name}{view.covered.label}没有{subject.title}的数据。")
