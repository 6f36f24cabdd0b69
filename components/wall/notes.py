"""汇报模式: what to say at each scene, and what a leader is likely to ask, each with its page."""

from dash import html

from components import links, numbers, sentences
from components.wall import cases
from components.wall.scene import Sight
from data import freshness, metrics
from data.analysis import cause
from data.comparison import Comparison

SAID, NAMED = 5, 3


def spoken(sight: Sight) -> list:
    """The notes beside a scene."""
    asked = [html.Li(html.A(words, href=href)) for words, href in questions(sight)]
    return [
        html.H2("讲解要点"),
        html.Ul([html.Li(words) for words in points(sight)]),
        html.H2("可能的提问"),
        html.Ol(asked),
    ]


def points(sight: Sight) -> list[str]:
    """A sentence a number, where it stands against its target, who is behind it, what is red."""
    told = [sentences.headline([one]) for one in sight.known][:SAID]
    told += [one.against_target.sentence for one in sight.known if _measured(one)][:1]
    told += [_behind(one, sight) for one in _main(sight)]
    told += [_red(sight)]
    late = [one for one in freshness.all_subjects(sight.view.snapshot) if not one.until]
    told += [f"{one.label}：{one.rule}。" for one in late]
    return [one for one in told if one]


def questions(sight: Sight) -> list[tuple[str, str]]:
    """(question, address) of what is likely to be asked here."""
    view, scene = sight.view, sight.scene
    metric = metrics.find(scene.main)
    page = links.to(scene.page, view)
    told = [(_why(one), page) for one in _main(sight) if one.year_change is not None]
    told += [(f"{place}是什么原因？", links.to(scene.page, view.within(code)))
             for code, place in _end(sight)]  # fmt: skip
    if metric.is_ratio and metric.summed:
        told.append((f"{metric.label}各县区差多少，怎样调配？",
                     links.to("/balance", view, metric=metric.id)))  # fmt: skip
    told += [
        (f"{metric.label}由哪些记录算出？", links.records(view, metric.id)),
        (f"{metric.label}按什么口径、依据哪一条？", f"/glossary#{metric.id}"),
        ("红色问题由谁负责、何时办结？", links.to("/problems", view, severity=cases.RED)),
        ("谁还没有报，晚了多久？", links.to("/quality", view)),
    ]
    return told


def _main(sight: Sight) -> list[Comparison]:
    """The number the scene leads with, if it is in the strip and has a value."""
    return [one for one in sight.known if one.metric.id == sight.scene.main]


def _measured(one: Comparison) -> bool:
    return one.against_target is not None and one.against_target.gap is not None


def _why(one: Comparison) -> str:
    told = numbers.change(one.year_change, one.metric)
    if told == "持平":
        return f"{one.metric.label}为什么没有变化？"
    way = "上升" if one.year_change > 0 else "下降"
    return f"{one.metric.label}同比{way} {told[1:]}，原因是什么？"


def _behind(one: Comparison, sight: Sight) -> str:
    found = cause.main(one.metric, sight.view)
    if not found or not found.names:
        return ""
    more = f"等 {len(found.names)} 家" if len(found.names) > NAMED else ""
    return f"{one.metric.label}变化的主因：{'、'.join(found.names[:NAMED])}{more}。"


def _red(sight: Sight) -> str:
    if not sight.reds:
        return "没有红色问题。"
    owners = list(dict.fromkeys(map(cases.who, sight.reds)))
    named = "、".join(owners[:NAMED]) + ("等" if len(owners) > NAMED else "")
    return f"红色问题 {len(sight.reds)} 项，涉及 {len(owners)} 家：{named}。"


def _end(sight: Sight) -> list[tuple[str, str]]:
    """The part of the region on the wrong end of the main number: code and name."""
    metric = metrics.find(sight.scene.main)
    rows = metrics.fetch(metric, sight.view, "region")
    known = [row for row in rows if row["value"] is not None]
    if len(known) < 2:
        return []
    end = min if metric.good == "up" else max
    row = end(known, key=lambda row: row["value"])
    told = numbers.of(row["value"], metric)
    return [(row["key"], f"{row['label']}{metric.label} {told}，")]
