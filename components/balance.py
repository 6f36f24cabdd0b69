"""Balance as panels: one indicator between the counties, where, how uneven, and since when."""

from functools import lru_cache

from dash import html

from components import kpi, numbers
from components.controls import switch
from components.panel import Content, Drawing, demo_mark, silent
from data import metrics
from data.analysis import inequality_scope, inequality_words
from data.analysis.inequality import Balance
from data.errors import ScopeError
from data.metrics.metric import Metric
from data.scope import ROOT, Scope

FIRST = "vehicles_per_100_staff"
COUNTIES = "县（市、区）"
SPLITS = {"city": "五市", "band": "沿黄与中南部"}
DIGITS = 4


class Chosen:
    """What the address asks of the page: the indicator, the split, and the view it is read on.

    A county has no counties to compare, so the whole region stands for it.
    """

    def __init__(self, drawing: Drawing) -> None:
        asked = drawing.asked
        self.metric = metrics.find(asked.get("metric", FIRST))
        self.groups = asked.get("groups", "city")
        if self.groups not in SPLITS:
            raise ScopeError(f"分组“{self.groups[:20]}”不存在。可用：{'、'.join(SPLITS)}。")
        inside = drawing.view.level in ("region", "city")
        self.view = drawing.view if inside else drawing.view.within(ROOT)

    @property
    def found(self) -> Balance:
        """The balance of the period."""
        return _measured(self.metric, self.view, self.groups)

    @property
    def series(self) -> list[tuple]:
        """(period, balance) of the same months of each year, oldest first."""
        return _yearly(self.metric, self.view, self.groups)

    @property
    def rows(self) -> list[dict]:
        """The indicator by county and 本级."""
        return metrics.fetch(self.metric, self.view, "unit")

    @property
    def year_before(self) -> Balance | None:
        """The balance of the same months of the year before."""
        earlier = self.view.covered.year_before()
        return next((found for period, found in self.series if period == earlier), None)


@lru_cache(maxsize=64)
def _measured(metric: Metric, view: Scope, groups: str) -> Balance:
    return inequality_scope.measure(metric, view, "county", groups)


@lru_cache(maxsize=64)
def _yearly(metric: Metric, view: Scope, groups: str) -> list[tuple]:
    """The same months of each year; the present alone where there is no history."""
    if not metric.has_history:
        return [(view.covered, _measured(metric, view, groups))]
    return inequality_scope.over(metric, view, "year", "county", groups)


def choice(drawing: Drawing) -> Content:
    """Which indicator and split, and the sentences on it."""
    chosen = Chosen(drawing)
    told = inequality_words.sentences(chosen.metric, chosen.found, COUNTIES, SPLITS[chosen.groups])
    moved = inequality_words.change(chosen.metric, chosen.series)
    told += [moved] if moved else []
    told += inequality_words.reporting(
        chosen.metric, inequality_scope.reported(chosen.metric, chosen.view)
    )
    first, *rest = [row["text"] for row in told]
    marks = [demo_mark()] if any(row["demo"] for row in chosen.rows) else []
    where = f"{chosen.view.region_name}{chosen.view.covered.label}，"
    return Content(
        [
            _controls(chosen, drawing.search),
            html.Div(
                [html.P([where + first, *marks]), html.Ul([html.Li(text) for text in rest])],
                className="headline",
            ),
        ]
    )


def _controls(chosen: Chosen, search: str) -> html.Div:
    """A list of indicators, and links for the split."""
    groups = [
        html.Optgroup(
            [
                html.Option(
                    f"{one.label}（{one.unit}）",
                    value=one.id,
                    selected=one == chosen.metric or None,
                )
                for one in members
                if one.is_ratio and one.summed
            ],
            label=subject,
        )
        for subject, members in metrics.SUBJECTS.items()
    ]
    picked = {"data-param": "metric", "data-default": FIRST}
    select = html.Select(
        [one for one in groups if one.children],
        id="balance-metric", className="form-select", **picked,
    )  # fmt: skip
    return html.Div(
        [
            html.Label([html.Span("指标"), select], className="field"),
            switch("分组", "groups", SPLITS, chosen.groups, search),
            html.A(f"口径：{chosen.metric.formula}", href=f"/glossary#{chosen.metric.id}"),
        ],
        className="controls",
    )


def measures(drawing: Drawing) -> Content:
    """Gini, Theil with its split, variation, highest over lowest: a tile each."""
    chosen = Chosen(drawing)
    found, before = chosen.found, chosen.year_before
    if found.count < 2:
        return silent("；".join(found.notes) + "。请换一个指标、期间或地区。")
    low, high = found.regions[0], found.regions[-1]
    ratio = "—" if found.ratio is None else numbers.plain(found.ratio, 2)
    plain = numbers.plain(found.variation_plain, 3)
    theil = numbers.plain(found.theil, DIGITS)
    tiles = [
        ("基尼系数", numbers.plain(found.gini, 3), "", _gini_words(found, before)),
        ("泰尔指数", theil, "", _theil_words(found, chosen.groups)),
        ("变异系数（加权）", numbers.plain(found.variation, 3), "", f"不加权 {plain}"),
        ("最高 / 最低", ratio, "倍", f"{high['label']} / {low['label']}"),
    ]
    tiles = [kpi.plain(*one) for one in tiles]
    return Content([html.Div(tiles, className="kpis strip of-4")])


def _gini_words(found: Balance, before: Balance | None) -> str:
    told = f"小样本校正 {numbers.plain(found.gini_small, 3)}（n = {found.count}）"
    if not before or found.gini is None or before.gini is None:
        return told
    moved, _, _ = inequality_words.difference(before, found)
    return (
        f"{told} · 同比 {numbers.signed(moved, '', 3)}" if round(moved, 3) else f"{told} · 同比持平"
    )


def _theil_words(found: Balance, groups: str) -> str:
    if not found.theil or len(found.groups) < 2:
        return "只有一组，不分解"
    between = 100 * found.theil_between / found.theil
    return (
        f"{SPLITS[groups]}之间 {numbers.text(between, '%', 1)}，"
        f"之内 {numbers.text(100 - between, '%', 1)}"
    )
