"""Puts a briefing together: which parts, in which order, for which region and period."""

from briefing import code
from briefing.contents import annex, balance, causes, problems, words
from briefing.contents.readings import Readings
from briefing.contents.subjects import SUBJECTS, Subject, chapter, kpis
from briefing.document import Block, Document, Heading, Paragraph, Reading, Sentence
from components import numbers
from data import coverage, warehouse
from data.errors import BriefingError
from data.scope import ROOT, Scope

CORE = (
    "asset_net_value_cny",
    "vehicles_count",
    "vehicle_new_energy_share_pct",
    "office_area_per_head_m2",
    "energy_per_head_kgce",
    "satisfaction_rate_pct",
)
LEAST_COVERED = 0.8
"""Share of due returns below which a formal briefing needs someone's sign-off."""


def compose(view: Scope, signed_off: str = "", issued_by: str = "", topic: str = "") -> Document:
    """The briefing of a scope, or of one subject of it (`topic`, a key of SUBJECTS).

    Raises BriefingError when too few reported and nobody signed.
    """
    if not signed_off:
        _refuse_thin(view)
    subject = _subject(topic)
    readings = Readings(view, frozenset(subject.registers if subject else ()))
    blocks = _topic(subject, readings) if subject else _blocks(readings)
    if not readings.all:
        where = f"{view.region_name}{view.period.label}"
        raise BriefingError(f"{where}没有任何指标，不能出简报。请换一个地区或期间。")
    return Document(
        series="机关事务专题分析" if subject else series(view),
        title=f"{view.region_name}{subject.title if subject else '机关事务'}运行情况",
        period_label=view.covered.label,
        issued_by=issued_by or _issuer(view),
        snapshot=warehouse.plain(view.snapshot),
        as_of=warehouse.row(view.snapshot, "select built_at from snapshot_info")["built_at"],
        region=view.region,
        region_name=view.region_name,
        period=view.period.code,
        search=view.search(),
        code=code.encode(view.region, view.period, view.snapshot),
        demo=readings.demo,
        signed_off=signed_off,
        blocks=blocks,
        readings=tuple(_reading(one, view) for one in readings.all),
    )


def _blocks(readings: Readings) -> tuple[Block, ...]:
    return (
        *_overall(readings),
        *(block for subject in SUBJECTS for block in chapter(subject, readings)),
        *balance.chapter(readings),
        *problems.chapter(readings),
        *causes.chapter(readings),
        *_advice(readings),
        *annex.reporting(readings),
        *annex.definitions(readings),
        *annex.values(readings),
        *problems.annex(readings),
    )


def _subject(topic: str) -> Subject | None:
    if not topic:
        return None
    found = {subject.key: subject for subject in SUBJECTS}
    if topic not in found:
        named = "、".join(f"{one.key}（{one.title}）" for one in SUBJECTS)
        raise BriefingError(f"没有专题“{topic[:40]}”。可选：{named}。")
    return found[topic]


def _topic(subject: Subject, readings: Readings) -> tuple[Block, ...]:
    """One subject alone, with its causes, its findings and the same annexes."""
    return (
        *chapter(subject, readings),
        *problems.chapter(readings),
        *causes.chapter(readings, subject.listed),
        *_advice(readings, allocation=False),
        *annex.reporting(readings),
        *annex.definitions(readings),
        *annex.values(readings),
        *problems.annex(readings),
    )


def _advice(readings: Readings, allocation: bool = True) -> list[Block]:
    plans = balance.advice(readings) if allocation else []
    told = [*plans, *problems.advice(readings)]
    return [Heading("工作建议"), *told] if told else []


def series(view: Scope) -> str:
    """The name on the masthead: by the length of the period."""
    months = view.period.months
    named = {1: "机关事务月度简报", 3: "机关事务季度运行分析", 12: "机关事务年度报告"}
    return named.get(months, "机关事务运行分析")


def _overall(readings: Readings) -> list[Block]:
    view = readings.view
    told = [words.state(one) for one in readings.known(CORE)]
    lead = Sentence(f"{view.covered.label}，{view.region_name}")
    compared = readings.known(CORE)
    return [
        Heading("总体情况"),
        Paragraph((lead, *words.closed(told), words.problem(compared), _reported(view))),
        kpis("核心指标", compared, readings),
    ]


def _reported(view: Scope) -> Sentence:
    told = [
        f"{label}应报 {numbers.plain(counted['expected'])} 家、"
        f"实报 {numbers.plain(counted['reported'])} 家"
        for label, counted in _counted(view)
    ]
    return Sentence("；".join(told) + "。" if told else "", ("reporting_coverage_pct",))


def _counted(view: Scope) -> list[tuple[str, dict]]:
    found = [(label, coverage.coverage(view, s)) for s, label in coverage.SUBJECTS.items()]
    return [(label, counted) for label, counted in found if counted["expected"]]


def _refuse_thin(view: Scope) -> None:
    for label, told in _counted(view):
        share = told["reported"] / told["expected"]
        if share < LEAST_COVERED:
            raise BriefingError(
                f"{view.region_name}{view.covered.label}{label}应报 {told['expected']} 家，报齐"
                f" {told['reported']} 家（{share:.1%}），低于 {LEAST_COVERED:.0%}，不能出正式简报。"
                "请先催报，或用 --sign-off 姓名 签发（姓名印在简报上）。"
            )


def _issuer(view: Scope) -> str:
    return "自治区机关事务管理局" if view.region == ROOT else f"{view.region_name}机关事务管理部门"


def _reading(one, view: Scope) -> Reading:
    metric = one.metric
    return Reading(
        metric.id, metric.label, metric.unit, one.now["value"], view.region, view.period.code
    )
