"""Puts a briefing together: which parts, in which order, for which region and period."""

from collections.abc import Callable, Iterable, Iterator
from itertools import chain

from briefing.about import about, returns, series, thin
from briefing.contents import advice, annex, balance, causes, problems, speech, words
from briefing.contents.readings import Readings, reading
from briefing.contents.subjects import SUBJECTS, Subject, chapter, kpis
from briefing.document import (
    Block,
    Document,
    Figure,
    Heading,
    NewPage,
    Note,
    Paragraph,
    Sentence,
)
from components import numbers
from data import small_groups
from data.errors import BriefingError
from data.scope import Scope

CORE = (
    "asset_net_value_cny",
    "vehicles_count",
    "vehicle_new_energy_share_pct",
    "office_area_per_head_m2",
    "energy_per_head_kgce",
    "satisfaction_rate_pct",
)
NAMES = {"asset_net_value_cny": "国有"}
ANNEXES = "一二三四五六七八九"


def _later(_figure: Figure) -> None:
    """Figures wait until the document is whole."""


def compose(
    view: Scope, signed_off: str = "", issued_by: str = "", topic: str = "",
    begin: Callable[[Figure], None] = _later,
) -> Document:  # fmt: skip
    """The briefing of a scope, or of one subject of it (`topic`, a key of SUBJECTS).

    `begin` hears each figure as soon as it is there. Raises BriefingError when too few
    reported and nobody signed.
    """
    if not signed_off and (why := thin(view)):
        raise BriefingError(why)
    subject = _subject(topic)
    readings = _readings(view, subject)
    if not readings.all:
        where = f"{view.region_name}{view.period.label}"
        few = (
            f"可以公布的指标（{small_groups.WHY}{small_groups.WORD}）"
            if view.outward
            else "任何指标"
        )
        raise BriefingError(f"{where}没有{few}，不能出简报。请换一个地区或期间。")
    return Document(
        series="机关事务专题分析" if subject else series(view),
        title=f"{view.region_name}{subject.title if subject else '机关事务'}运行情况",
        blocks=_gathered(_topic(subject, readings) if subject else _chapters(readings), begin),
        readings=tuple(reading(one, view) for one in readings.all),
        demo=readings.demo,
        **about(view, signed_off, issued_by, f"/{topic}"),
    )


def _readings(view: Scope, subject: Subject | None) -> Readings:
    if subject:
        return Readings(view, subject.listed, frozenset(subject.registers))
    return Readings(view, (*CORE, *(one for subject in SUBJECTS for one in subject.listed)))


def _gathered(
    chapters: Iterator[Iterable[Block]], begin: Callable[[Figure], None]
) -> tuple[Block, ...]:
    """The blocks of all chapters, which are worked out one by one."""
    told = []
    for block in chain.from_iterable(chapters):
        told.append(block)
        if isinstance(block, Figure):
            begin(block)
    return tuple(told)


def _chapters(readings: Readings) -> Iterator[Iterable[Block]]:
    yield _overall(readings)
    yield [Heading("分领域运行")]
    yield from (chapter(subject, readings) for subject in SUBJECTS)
    yield balance.chapter(readings)
    yield problems.chapter(readings)
    yield causes.chapter(readings)
    yield _advice(readings)
    yield _annexes(readings)


def _topic(subject: Subject, readings: Readings) -> Iterator[Iterable[Block]]:
    """One subject alone, with its causes, its findings and the same annexes."""
    yield [Heading("运行情况")]
    yield chapter(subject, readings)[1:]
    yield _for_outsiders(readings.view)
    yield problems.chapter(readings)
    yield causes.chapter(readings, subject.listed)
    yield _advice(readings, allocation=False)
    yield _annexes(readings)


def _annexes(readings: Readings) -> list[Block]:
    """The list of annexes that ends the text, then each on a page of its own."""
    parts = [
        ("数据截止与报送情况", annex.reporting(readings)),
        ("指标口径", annex.definitions(readings)),
        ("指标数值", annex.values(readings)),
        *problems.annex(readings),
    ]
    parts = [(title, blocks) for title, blocks in parts if blocks]
    named = "　".join(f"{at}. {title}" for at, (title, _) in enumerate(parts, 1))
    told: list[Block] = [Paragraph((Sentence(f"附件：{named}"),))] if parts else []
    for at, (title, blocks) in enumerate(parts):
        told += [NewPage(), Heading(f"附件{ANNEXES[at]}　{title}", counted=False), *blocks]
    return told


def _subject(topic: str) -> Subject | None:
    if not topic:
        return None
    found = {subject.key: subject for subject in SUBJECTS}
    if topic not in found:
        named = "、".join(f"{one.key}（{one.title}）" for one in SUBJECTS)
        raise BriefingError(f"没有专题“{topic[:40]}”。可选：{named}。")
    return found[topic]


def _advice(readings: Readings, allocation: bool = True) -> list[Block]:
    """Who should give what to whom, and who has to mend what: named, so never for outsiders."""
    if readings.view.outward:
        return []
    plans = advice.chapter(readings) if allocation else []
    told = [*plans, *problems.advice(readings)]
    return [Heading("工作建议"), *told] if told else []


def _overall(readings: Readings) -> list[Block]:
    """Headline figures, then what stands out against target, for the worse, and in reporting."""
    view = readings.view
    compared, every = readings.known(CORE), readings.all
    told = [words.state(one) for one in compared]
    if told and compared[0].metric.id in NAMES:
        told[0] = Sentence(NAMES[compared[0].metric.id] + told[0].text, told[0].metrics)
    lead = Sentence(f"{speech.when(view.covered)}，{speech.everywhere(view)}")
    second = (
        *words.breaks(compared),
        *words.targets(compared),
        *words.problem(every),
        *_open(readings),
        _reported(view),
    )
    return [
        Heading("总体情况"),
        Paragraph((lead, *words.closed(told))),
        Paragraph(second),
        *kpis("核心指标", compared, readings, legend=False),
        *_for_outsiders(view),
    ]


def _for_outsiders(view: Scope) -> list[Block]:
    """What a paper for outsiders leaves out."""
    told = f"本件为对外版，不列单位名称；{small_groups.RULE}。"
    return [Note(told)] if view.outward else []


def _open(readings: Readings) -> list[Sentence]:
    red = sum(row["severity"] == "红" for row in readings.findings)
    if not readings.findings:
        return []
    told = f"未办结问题 {numbers.plain(len(readings.findings))} 件"
    return [Sentence(f"{told}，其中红色 {numbers.plain(red)} 件。" if red else f"{told}。")]


def _reported(view: Scope) -> Sentence:
    told = [
        f"{label}应报 {numbers.plain(counted['expected'])} 家、"
        f"实报 {numbers.plain(counted['reported'])} 家"
        + (f"、缺报 {numbers.plain(owed)} 家" if (owed := _owed(counted)) else "")
        for label, counted in returns(view)
    ]
    return Sentence("；".join(told) + "。" if told else "", ("reporting_coverage_pct",))


def _owed(counted: dict) -> int:
    return counted["expected"] - counted["reported"]
