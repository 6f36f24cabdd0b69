"""The filter bar: region, year, part of the year, institution type; choices, never free text."""

import dash_bootstrap_components as dbc
from dash import html

from data import scope
from data.period import Period
from data.scope import Scope

INDENT = "　"
DEPTH = {"region": 0, "city": 1, "own": 1, "county": 2, "towns": 3, "zone": 3}


class ids:
    region = "filter-region"
    year = "filter-year"
    part = "filter-part"
    type = "filter-type"
    clear = "filter-clear"


def bar() -> html.Form:
    """The bar without choices; they come from the snapshot by callback."""
    return html.Div(
        [
            _field("地区", ids.region),
            _field("年度", ids.year),
            _field("期间", ids.part),
            _field("机构类型", ids.type),
            html.Button("清除全部", id=ids.clear, className="text-button", type="button"),
        ],
        className="filters",
        role="search",
        **{"aria-label": "筛选"},
    )


def region_options(snapshot: str) -> list[dict]:
    """Every region, indented by level, in the order of the codes."""
    return [
        {"label": INDENT * _depth(place, snapshot) + place["name"], "value": place["region"]}
        for place in scope.regions(snapshot).values()
    ]


def year_options(snapshot: str) -> list[dict]:
    """Years with data, newest first."""
    first, last = scope.months(snapshot)
    return [
        {"label": f"{year}年", "value": str(year)} for year in range(last.year, first.year - 1, -1)
    ]


def part_options(year: int, snapshot: str) -> list[dict]:
    """Parts of a year that have data: to date, whole, halves, quarters, months, 1–N月累计."""
    first, last = scope.months(snapshot)
    codes = [f"{year}", *(f"{year}H{n}" for n in (1, 2)), *(f"{year}Q{n}" for n in range(1, 5))]
    codes += [f"{year}M{number:02d}" for number in range(1, 13)]
    ends = range(last.number if year == last.year else 11, 1, -1)
    codes += [f"{year}M01-{end:02d}" for end in ends if end not in (3, 6)]
    if year == last.year:
        codes.insert(0, scope.newest_period(snapshot).code)
    periods = {Period.parse(code).code: Period.parse(code) for code in codes}
    return [
        {"label": period.part_label, "value": code[4:] or "all"}
        for code, period in periods.items()
        if period.start <= last and period.end >= first
    ]


def type_options() -> list[dict]:
    """All types, then the codes of the statistics system."""
    found = scope.institution_types().items()
    return [{"label": "全部", "value": "all"}] + [
        {"label": INDENT * (len(code) - 2) + label, "value": code} for code, label in found
    ]


def chosen(view: Scope) -> dict[str, str]:
    """What each control shows for a view."""
    code = view.period.code
    return {
        ids.region: view.region,
        ids.year: code[:4],
        ids.part: code[4:] or "all",
        ids.type: view.institution_type or "all",
    }


def search_from(region: str, year: str, part: str, kind: str, snapshot: str) -> str:
    """The address the controls stand for. A part the year does not have becomes its first one."""
    options = [option["value"] for option in part_options(int(year), snapshot)]
    part = part if part in options else options[0]
    period = Period.parse(year + ("" if part == "all" else part))
    return Scope(snapshot, region, period, "" if kind == "all" else kind).search()


def _depth(place: dict, snapshot: str) -> int:
    parent = scope.regions(snapshot).get(place["parent"])
    if place["level"] == "own" and parent:
        return DEPTH[parent["level"]] + 1
    return DEPTH[place["level"]]


def _field(label: str, control: str) -> html.Label:
    return html.Label(
        [html.Span(label), dbc.Select(id=control, options=[], size="sm")], className="field"
    )
