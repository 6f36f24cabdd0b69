"""The filter bar: where, when, which institutions, on what basis; choices, never free text."""

import dash_bootstrap_components as dbc
from dash import dcc, html

from components import address, spans
from data import basis, scope
from data.period import Period
from data.scope import Scope

INDENT = "　"
ACTUAL, COMPARABLE = "0", "1"
DEPTH = {"region": 0, "city": 1, "own": 1, "county": 2, "towns": 3, "zone": 3}


class ids:
    region = "filter-region"
    year = "filter-year"
    part = "filter-part"
    type = "filter-type"
    basis = "filter-basis"
    comparable = "filter-comparable"
    chips = "filter-chips"
    clear = "filter-clear"


def bar() -> html.Form:
    """The bar without choices; they come from the snapshot by callback."""
    return html.Div(
        [
            _field("地区", ids.region),
            _field("年度", ids.year),
            _field("期间", ids.part),
            _field("机构类型", ids.type),
            _field("电力折标", ids.basis),
            _field("同比口径", ids.comparable),
            html.Div(id=ids.chips, className="chips"),
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
        for place in scope.offered(snapshot).values()
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


def basis_options() -> list[dict]:
    """How electricity counts as standard coal."""
    return [{"label": label, "value": code} for code, label in basis.BASES.items()]


def comparable_options() -> list[dict]:
    """Whether comparisons follow merged and split institutions."""
    return [{"label": "实际口径", "value": ACTUAL}, {"label": "可比口径", "value": COMPARABLE}]


def chips(view: Scope, search: str) -> list:
    """What differs from the address without a query, one sentence each with a way to drop it."""
    told = {
        "region": f"只看{view.region_name}" if view.region != scope.home(view.snapshot) else "",
        "period": f"期间为{view.period.label}",
        "type": f"只看{scope.institution_types().get(view.institution_type, '')}",
        "basis": f"电力按{basis.BASES[view.basis]}折标",
        "comparable": "同比按可比口径" if view.comparable else "",
        "span": spans.told(span) if (span := spans.asked(address.asked(search))) else "",
    }
    return [
        dcc.Link(
            [words, html.Span("✕", **{"aria-hidden": "true"})],
            href=address.changed(search, **{name: None}) or "?",
            className="chip",
            title=f"去掉：{words}",
        )
        for name, words in told.items()
        if words and name in address.asked(search)
    ]


def chosen(view: Scope) -> dict[str, str]:
    """What each control shows for a view."""
    code = view.period.code
    return {
        ids.region: view.region,
        ids.year: code[:4],
        ids.part: code[4:] or "all",
        ids.type: view.institution_type or "all",
        ids.basis: view.basis,
        ids.comparable: COMPARABLE if view.comparable else ACTUAL,
    }


def search_from(picked: dict[str, str], search: str, snapshot: str) -> str:
    """The address with what the controls show; what a page is asked beside the view stays.

    A part the year does not have becomes its first one.
    """
    year, part = picked[ids.year], picked[ids.part]
    options = [option["value"] for option in part_options(int(year), snapshot)]
    part = part if part in options else options[0]
    period = Period.parse(year + ("" if part == "all" else part))
    kind = picked[ids.type] if picked[ids.type] != "all" else ""
    comparable = picked[ids.comparable] == COMPARABLE
    view = Scope(snapshot, picked[ids.region], period, kind, picked[ids.basis], comparable)
    none = dict.fromkeys(scope.PARAMETERS)
    return address.changed(search, **(none | address.asked(view.search())))


def _depth(place: dict, snapshot: str) -> int:
    parent = scope.regions(snapshot).get(place["parent"])
    if place["level"] == "own" and parent:
        return DEPTH[parent["level"]] + 1
    return DEPTH[place["level"]]


def _field(label: str, control: str) -> html.Label:
    return html.Label(
        [html.Span(label), dbc.Select(id=control, options=[], size="sm")], className="field"
    )
