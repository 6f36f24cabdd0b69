"""The allocation plan: kind and band from the address, what moves, and why it is not enough."""

from functools import lru_cache

from dash import html

from components import kpi, numbers, table
from components.controls import switch
from components.markup import Element
from components.panel import Content, Drawing
from data.analysis import apart
from data.errors import AllocationError, DashboardError
from data.scope import Scope

KINDS = {"vehicles": "公务用车", "rooms": "办公用房", "assets": "闲置资产", "warehouse": "公物仓"}
FIXED_HIGH = {"assets", "warehouse"}
ITEMS = 6


def plan(drawing: Drawing) -> Content:
    """The controls, then the plan; a band that cannot be is told below the controls."""
    kind = drawing.asked.get("plan", "vehicles")
    if kind not in KINDS:
        raise AllocationError(f"没有“{kind[:20]}”的调配。可用：{'、'.join(KINDS)}。")
    view = Scope(drawing.view.snapshot, drawing.view.region, drawing.view.period)
    default = _band(view, kind)
    band = tuple(
        _number(drawing.asked.get(name), bound)
        for name, bound in zip(("low", "high"), default, strict=True)
    )
    controls = _controls(kind, band, default, drawing.search)
    try:
        told = _planned(view, kind, band)
    except DashboardError as error:
        return Content([controls, html.P(str(error), className="empty")])
    first, *rest = told["sentences"]
    return Content(
        [
            controls,
            _figures(told),
            html.P(first, className="summary"),
            html.Ul([html.Li(text) for text in rest], className="sentences"),
            _moves(told),
            table.fold("各处调配前后", _places(told)),
        ]
    )


@lru_cache(maxsize=32)
def _band(view: Scope, kind: str) -> tuple[float, float]:
    return apart.run("answers", "band", view, kind)


@lru_cache(maxsize=32)
def _planned(view: Scope, kind: str, band: tuple[float, float]) -> dict:
    return apart.run("answers", "plan", view, kind, band)


def _number(text: str | None, default: float) -> float:
    if text is None:
        return default
    try:
        return float(text)
    except ValueError:
        raise AllocationError(
            f"范围“{text[:20]}”不是数字。请拖动滑块，或在地址中写 low=3.5&high=5.5。"
        ) from None


def _controls(kind: str, band: tuple, default: tuple, search: str) -> html.Div:
    sliders = [_slider("low", "下限", band[0], default, search)]
    if kind not in FIXED_HIGH:
        sliders.append(_slider("high", "上限", band[1], default, search))
    return html.Div(
        [
            switch("调配", "plan", KINDS, kind, search),
            html.Div(sliders, className="sliders", **{"data-group": "band"}),
        ],
        className="controls",
    )


def _slider(name: str, label: str, value: float, default: tuple, search: str) -> html.Label:
    """One end of the band; the default is not written into the address."""
    middle = sum(default) / 2
    step = 0.05 if middle < 20 else 1
    told = f"{value:g}"
    picked = {
        "id": f"plan-{name}", "type": "range", "name": name, "value": told,
        "min": "0", "max": f"{round(middle * 2)}", "step": f"{step}", "data-param": name,
        "data-default": f"{default[0 if name == 'low' else 1]:g}",
    }  # fmt: skip
    output = Element("output", {"for": picked["id"], "children": told})
    return html.Label(
        [html.Span(label), Element("input", picked), output], className="field slider"
    )


def _figures(told: dict) -> html.Div:
    """Before and after, as tiles."""
    moves, places = told["moves"], told["places"]
    count = sum(len(move["items"]) for move in moves)
    inside = [_inside(places, when) for when in ("before", "after")]
    unit = told["item"]
    tiles = [
        ("需调配", numbers.plain(count), unit, f"{len(moves)} 条路线"),
        ("在范围内", f"{inside[0]} → {inside[1]}", "处", f"共 {len(places)} 处"),
        ("基尼系数", _pair(*told["gini"]), "", "调配前 → 调配后"),
        ("仍在范围外的差额", numbers.plain(told["left"], 1), told["measure"], "缺额与超额合计"),
    ]
    return html.Div([kpi.plain(*one) for one in tiles], className="kpis strip of-4")


def _inside(places: list[dict], when: str) -> int:
    return sum(row["low"] - row[when] <= 1e-6 and row[when] - row["high"] <= 1e-6 for row in places)


def _pair(before: float | None, after: float | None) -> str:
    return f"{numbers.plain(before, 3)} → {numbers.plain(after, 3)}"


def _moves(told: dict) -> html.Div | html.P:
    """One row per origin, receiver and kind, with what goes."""
    if not told["moves"]:
        return html.P("没有需要或可以调配的。", className="empty")
    labels = {row["key"]: row["label"] for row in told["places"]}
    columns = [("origin", "调出"), ("goes_to", "调入"), ("kind", "类别")]
    columns += [("count_number", told["item"]), ("km_number", "直线公里"), ("items", "名单")]
    rows = [
        {
            "origin": labels[move["origin"]],
            "goes_to": labels[move["goes_to"]],
            "kind": move["kind"],
            "count_number": numbers.plain(len(move["items"])),
            "km_number": numbers.plain(move["km"], 1),
            "items": _some(move["items"]),
        }
        for move in told["moves"]
    ]
    return table.table(columns, rows, f"调配清单，{len(rows)} 条")


def _some(items: list[str]) -> str:
    more = f"等 {len(items)} 件" if len(items) > ITEMS else ""
    return "、".join(items[:ITEMS]) + more


def _places(told: dict) -> html.Div:
    """Each place before and after, with its bounds."""
    digits = told["digits"]
    columns = [("label", "单位或地区"), ("base_number", "基数"), ("before_number", "调配前")]
    columns += [("after_number", "调配后"), ("band_number", "范围"), ("left_number", "仍差")]

    def level(row: dict, amount: float) -> str:
        return numbers.plain(100 * amount / row["base"], digits) if row["base"] else "—"

    rows = [
        {
            "label": row["label"],
            "base_number": numbers.plain(row["base"], 0),
            "before_number": level(row, row["before"]),
            "after_number": level(row, row["after"]),
            "band_number": "—".join(numbers.plain(one, digits) for one in told["band"]),
            "left_number": numbers.plain(row["left"], 1) if row["left"] > 1e-6 else "",
        }
        for row in told["places"]
    ]
    return table.table(columns, rows, f"{told['indicator']}（{told['unit']}）")
