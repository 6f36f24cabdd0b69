"""Findings on the wall: the one red case, the list, the counts. Never a plate or a person's name.

Days left and days late are written by the browser from data-due, so that midnight moves them.
"""

import re
from collections import Counter

import orjson
from dash import html

from components import numbers
from components.findings import MARKS, named
from components.panel import Content, Drawing
from components.wall import strip
from data import findings, scope
from data.scope import Scope

PLATE = re.compile(r"[\u4e00-\u9fff][A-Z][·A-Z0-9]{5,7}")
ROOM_FOR = 52  # characters beside owner and kind of a case on one line
LISTED, BRIEF, MOST = 60, 3, 5000
FIELDS = 5
RED, OTHER = "红", "其余"


def open_findings(view: Scope, subjects: tuple[str, ...], severity: str = "") -> list[dict]:
    """The open findings of those subjects (all when none is named), nearest deadline first."""
    found = findings.findings(view, severity=severity, limit=MOST)
    kept = [row for row in found if not subjects or row["subject"] in subjects]
    return sorted(kept, key=lambda row: (row["deadline"] is None, str(row["deadline"])))


def reds(view: Scope, subjects: tuple[str, ...]) -> list[dict]:
    """The red ones."""
    return open_findings(view, subjects, RED)


def alerts(rows: list[dict], snapshot: str) -> dict[str, int]:
    """How many of the findings lie in each county or 本级."""
    places = scope.regions(snapshot)
    return Counter(places[row["region"]]["unit"] for row in rows if row["region"] in places)


def urgent(rows: list[dict]) -> list:
    """The red case nearest or furthest past its deadline, and how many there are besides."""
    if not rows:
        return [html.Span("无红色问题", className="calm"), "本屏各项没有需要立即处置的红色问题。"]
    row = rows[0]
    more = f"另有红色 {numbers.plain(len(rows) - 1)} 项" if len(rows) > 1 else ""
    return [
        html.Span(RED, className="badge red"),
        html.Strong(who(row)),
        html.Span(what(row), className="what"),
        html.Span([_due(row), *_demo(row)], className="when"),
        html.Span(more, className="more") if more else None,
    ]


def who(row: dict) -> str:
    """The institution that has to act."""
    return row["owner"] or row["region_name"]


def what(row: dict) -> str:
    """The kind of a finding and what was found; what names a plate or is long stays out."""
    told = row["sentence"].rstrip("。")
    if told.startswith(row["what"]) or len(told) > ROOM_FOR or PLATE.search(told):
        return row["what"]
    return f"{row['what']}：{told}"


def listed(rows: list[dict], snapshot: str) -> Content:
    """The list that scrolls by itself and rests at every red case."""
    if not rows:
        return Content([html.P("没有未办结的问题。", className="empty")])
    names = scope.regions(snapshot)
    lines = [html.Li(_entry(row, names), className=MARKS[row["severity"]]) for row in rows[:LISTED]]
    return Content([html.Ol(lines, className="cases", **{"data-scroll": "red"})])


def brief(rows: list[dict]) -> Content:
    """The most urgent few."""
    if not rows:
        return Content([html.P("没有未办结的红色问题。", className="empty")])
    lines = [html.Li(_short(row), className=MARKS[row["severity"]]) for row in rows[:BRIEF]]
    return Content([html.Ol(lines, className="cases brief")])


def _entry(row: dict, names: dict[str, dict]) -> list:
    home = names.get(row["region"])
    return [
        html.Span(row["severity"], className=f"badge {MARKS[row['severity']]}"),
        html.Span(who(row), className="who"),
        html.Span(names[home["unit"]]["name"] if home else "", className="place"),
        html.Span(row["what"], className="what"),
        _due(row),
    ]


def _short(row: dict) -> list:
    return [
        html.Span(row["severity"], className=f"badge {MARKS[row['severity']]}"),
        html.Span(who(row), className="who"),
        html.Span(row["what"], className="what"),
        _due(row, **{"data-short": "yes"}),
    ]


def _due(row: dict, **more: str) -> html.Span:
    if row["deadline"] is None:
        return html.Span("未定期限", className="due")
    day = row["deadline"].isoformat()
    return html.Span(f"限 {day}", className="due", **{"data-due": day, **more})


def _demo(row: dict) -> list:
    return [html.Span("演示数据", className="badge demo")] if row["demo"] else []


def late(rows: list[dict]) -> html.B:
    """How many are past their deadline; the browser counts them again each midnight."""
    days = Counter(row["deadline"].isoformat() for row in rows if row["deadline"])
    told = orjson.dumps(dict(sorted(days.items()))).decode()
    return html.B("", className="late", **{"data-overdue": told})


def counted(drawing: Drawing, rows: list[dict]) -> list:
    """A tile a severity, then what is new and what came back."""
    tiles = []
    for severity in findings.SEVERITIES:
        mine = [row for row in rows if row["severity"] == severity]
        badge = html.Span(severity, className=f"badge {MARKS[severity]}")
        below = ["逾期 ", late(mine), " 项"]
        tiles.append(strip.plain([badge, " 未办结"], numbers.plain(len(mine)), "项", below))
    tally = findings.tally(drawing.view)
    for state, label, below in (
        ("new", "本次新发现", "本次发布首次发现"), ("returned", "复发", "消除后再次出现"),
    ):  # fmt: skip
        count = sum(row[state] for row in tally)
        tiles.append(strip.plain([label], numbers.plain(count), "项", [below]))
    return tiles


def by_subject(rows: list[dict]) -> Content:
    """A bar a field, its red part first."""
    if not rows:
        return Content([html.P("没有未办结的问题。", className="empty")])
    fields = Counter(named(row["subject"]) for row in rows)
    red = Counter(named(row["subject"]) for row in rows if row["severity"] == RED)
    shown = fields.most_common(FIELDS)
    if rest := sum(fields.values()) - sum(count for _, count in shown):
        shown[-1:] = [(OTHER, rest + shown[-1][1])]
        red[OTHER] = sum(red.values()) - sum(red[name] for name, _ in shown[:-1])
    high = max(count for _, count in shown)
    lines = [_field(name, count, red[name], high) for name, count in shown]
    return Content([html.Div(lines, className="bars fields")])


def _field(name: str, count: int, red: int, high: int) -> html.Div:
    parts = [
        html.B(className=f"fill {kind}", style={"width": f"{size / high * 100:.1f}%"})
        for kind, size in (("red", red), ("", count - red)) if size
    ]  # fmt: skip
    told = f"{count} · 红 {red}" if red else f"{count}"
    return html.Div(
        [html.Span(name, className="name"), html.Span(parts, className="track"), html.Strong(told)],
        className="bar",
    )
