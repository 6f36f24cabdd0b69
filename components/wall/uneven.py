"""The balance scene: where much and where little, the Lorenz curve, both ends, three indicators."""

from dataclasses import replace

from dash import html

from components import balance_drawings, numbers
from components.balance import SPLITS, Chosen
from components.figures import region_map
from components.panel import Content, Drawing, silent
from components.wall import lines, maps, strip
from components.wall.scene import Sight
from data import metrics
from data.analysis import inequality_scope
from data.analysis.inequality import Balance

MEASURED = ("vehicles_per_100_staff", "office_area_per_head_m2", "energy_per_head_kgce")
ENDS = 3


def chosen(drawing: Drawing) -> Chosen:
    """The indicator of the balance page on this view; of a county that of its city."""
    return Chosen(replace(drawing, view=maps.above(drawing.view), search=""))


def lead(sight: Sight) -> list:
    """How unequal, who is highest and lowest, and where the difference lies."""
    found, metric = chosen(sight.drawing).found, chosen(sight.drawing).metric
    if found.count < 2:
        return ["；".join(found.notes) + "。"]
    low, high = found.regions[0], found.regions[-1]
    parts: list = [f"{metric.label}：{found.count} 个县区基尼系数 ",
                   html.B(numbers.plain(found.gini, 3))]  # fmt: skip
    parts += [f"，最高{high['label']} ", html.B(numbers.of(high["value"], metric))]
    parts += [f"，最低{low['label']} ", html.B(numbers.of(low["value"], metric))]
    most = max(found.regions, key=lambda row: row["contribution_pct"] or 0)
    if most["contribution_pct"]:
        share = numbers.text(most["contribution_pct"], "%", 0)
        parts += ["；", html.Span(f"差距主因 {most['label']}（占 {share}）", className="keep")]
    return [*parts, "。"]


def tiles(sight: Sight) -> list:
    """Gini, Theil with its split, variation, highest over lowest."""
    picked = chosen(sight.drawing)
    found = picked.found
    if found.count < 2:
        return []
    ratio = "—" if found.ratio is None else numbers.plain(found.ratio, 2)
    low, high = found.regions[0]["label"], found.regions[-1]["label"]
    return [
        strip.plain("基尼系数", numbers.plain(found.gini, 3), "", [f"{found.count} 个县区"]),
        strip.plain("泰尔指数", numbers.plain(found.theil, 4), "", [_split(found, picked.groups)]),
        strip.plain("变异系数（加权）", numbers.plain(found.variation, 3), "", ["越小越均衡"]),
        strip.plain("最高 ÷ 最低", ratio, "倍", [f"{high} ÷ {low}"]),
        strip.plain("总体水平", numbers.plain(found.mean, picked.metric.digits),
                    picked.metric.unit, [picked.metric.label]),
    ]  # fmt: skip


def _split(found: Balance, groups: str) -> str:
    if not found.theil or len(found.groups) < 2:
        return "只有一组，不分解"
    between = 100 * found.theil_between / found.theil
    return f"{SPLITS[groups]}间 {between:.0f}% · 内 {100 - between:.0f}%"


def on_map(sight: Sight) -> Content:
    """Blue above the level of all, orange below."""
    picked = chosen(sight.drawing)
    mean = picked.found.mean
    paint = region_map.around(mean, sight.drawing.colours) if mean and mean > 0 else None
    shown = maps.on_map(picked.metric.id, sight.drawing, sight.alerts, paint)
    ends = [html.Span("½"), html.I(className="ramp around"), html.Span("2 倍于总体")]
    return Content([html.Div(ends, className="scale"), *shown.children], shown.figure)


def curve(sight: Sight) -> Content:
    """The Lorenz curve."""
    wide = replace(sight.drawing, view=maps.above(sight.view), search="")
    shown = balance_drawings.curve("wall", wide)
    if not shown.figure:
        return shown
    figure = lines.enlarged(shown.figure)
    for axis in ("xaxis", "yaxis"):
        figure["layout"][axis] |= {"title": None, "dtick": 0.5}
    return Content([], figure)


def ends(sight: Sight) -> Content:
    """The counties furthest above and below, as quotients of the level of all."""
    found = chosen(sight.drawing).found
    rows = [row for row in found.regions if row["quotient"] is not None]
    if len(rows) < 2:
        return silent("；".join(found.notes) + "。")
    count = min(ENDS, len(rows) // 2)
    shown = [*rows[::-1][:count], *rows[:count][::-1]]
    high = max(row["quotient"] for row in shown)
    return Content([html.Div([_end(row, high) for row in shown], className="bars")])


def _end(row: dict, high: float) -> html.Div:
    kind = "above" if row["quotient"] > 1 else "below"
    width = f"{row['quotient'] / high * 100:.1f}%"
    mark = html.I(className="mark", style={"left": f"{100 / high:.1f}%"})
    fill = html.B(className=f"fill {kind}", style={"width": width})
    return html.Div(
        [html.Span(row["label"], className="name"), html.Span([fill, mark], className="track"),
         html.Strong(numbers.plain(row["quotient"], 2))],
        className="bar",
    )  # fmt: skip


def three(sight: Sight) -> Content:
    """The Gini indices of three indicators side by side, on the same counties."""
    view = maps.above(sight.view)
    found = [
        (metrics.find(id), inequality_scope.measure(metrics.find(id), view)) for id in MEASURED
    ]
    known = [(metric, one.gini) for metric, one in found if one.gini is not None]
    if not known:
        return silent("县区不足两个，不作比较。")
    high = max(gini for _, gini in known)
    lines = [
        html.Div(
            [html.Span(metric.label, className="name"),
             html.Span(html.B(className="fill", style={"width": f"{gini / high * 100:.1f}%"}),
                       className="track"),
             html.Strong(numbers.plain(gini, 3))],
            className="bar",
        )
        for metric, gini in known
    ]  # fmt: skip
    return Content([html.Div(lines, className="bars long")])
