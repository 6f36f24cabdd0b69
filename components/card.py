"""一物一卡 drawn: what it is, its sources side by side, its life, its running, and what it holds."""

from datetime import date

from dash import html

from components import links, numbers, table
from components.figures import running
from components.panel import Content, Drawing, charted, demo_mark, silent
from data import cards, scope
from data.cards import Card, Entry, Listing
from data.grid import Column
from data.scope import Scope

HOW = "这里显示一个单位、楼座、房间、车辆或资产的全部记录。请按 Ctrl+K 查找，或从明细表进入。"
GONE = "已"
"""How the state of what is no longer there begins: 已报废, 已处置, 已撤销."""
SIDES = {"number": "_number", "date": "_day", "month": "_day"}
NOTHING = Content([html.P("", className="nothing")])
LIFE = (("happened_on", "日期"), ("stage", "环节"), ("event", "事项"), ("document_no", "文号"),
        ("area_number", "面积（m²）"), ("cost_number", "金额（元）"), ("result", "结果"),
        ("where", "出处"))  # fmt: skip


def asked(drawing: Drawing) -> tuple[str, str]:
    """Kind and id that the address names, empty when it names none."""
    return drawing.asked.get("kind", ""), drawing.asked.get("id", "")


def head(drawing: Drawing) -> Content:
    """Name, kind, state and holder; its sources side by side, contradictions marked."""
    kind, id = asked(drawing)
    if not id:
        return silent(HOW)
    card = cards.find(drawing.view, kind, id)
    entries = html.Div([_entry(one) for one in card.entries], className="entries")
    said = [html.P(words, className="definition") for words in card.said]
    return Content([_name(card, drawing.view), entries, *said])


def life(drawing: Drawing) -> Content:
    """What happened when, from first to last, with documents and area."""
    kind, id = asked(drawing)
    events = cards.find(drawing.view, kind, id).events if id else ()
    if not events:
        return NOTHING
    rows = [
        {name: _text(event[name]) for name in ("happened_on", "stage", "event", "document_no",
                                               "result")}
        | {"area_number": numbers.plain(event["area_m2"], 1) if event["area_m2"] else "",
           "cost_number": numbers.plain(event["cost_cny"]) if event["cost_cny"] else "",
           "where": _where(event)}
        for event in events
    ]  # fmt: skip
    stages = "—".join(dict.fromkeys(event["stage"] for event in events))
    return Content([
        html.P(f"{stages}，共 {len(events)} 项。", className="summary"),
        html.Div(table.table(list(LIFE), rows, "全周期"), className="timeline"),
    ])  # fmt: skip


def trend(drawing: Drawing) -> Content:
    """Distance and fuel by month; nothing for what does not run."""
    kind, id = asked(drawing)
    rows = cards.find(drawing.view, kind, id).trend if kind == "vehicle" and id else ()
    if not rows:
        return NOTHING
    figure = running.draw(rows, drawing.colours)
    most = max(rows, key=lambda row: row["distance_km"] or 0)
    told = (
        f"自 {_month(rows[0]['month'])} 至 {_month(rows[-1]['month'])} 有 {len(rows)} 个月的记录；"
        f"里程最多的是 {_month(most['month'])}，{numbers.plain(most['distance_km'])} km。"
    )
    return charted("card-trend", figure, told)


def listed(drawing: Drawing) -> Content:
    """The rows that belong to it: months, rooms, holdings, returns, findings."""
    kind, id = asked(drawing)
    found = cards.find(drawing.view, kind, id).listings if id else ()
    parts = [_listing(one, drawing.view) for one in found]
    return Content(parts) if parts else NOTHING


def _name(card: Card, view: Scope) -> html.Header:
    place = scope.regions(view.snapshot).get(card.region)
    holder = None
    if card.kind != "institution" and card.institution:
        address = links.card(view, "institution", card.institution)
        holder = html.A(card.institution_name, href=address)
    badge = "badge" if card.state.startswith(GONE) else "badge sure"
    parts = [html.Span(cards.KINDS[card.kind], className="badge"), html.H2(card.name),
             html.Span(card.state, className=badge),
             demo_mark() if card.demo else None,
             html.Span(place["name"] if place else "未标明地区", className="plain"), holder]  # fmt: skip
    return html.Header([part for part in parts if part is not None], className="card-name")


def _entry(entry: Entry) -> html.Section:
    facts = []
    for column, value in entry.facts:
        differs = column.id in entry.differs
        words = [_told(column, value), html.Strong(" ≠ 不一致") if differs else None]
        facts += [html.Dt(column.label), html.Dd(words, className="bad" if differs else "")]
    told = html.Dl(facts) if facts else html.P("没有记录。", className="plain")
    return html.Section(
        [html.H3(entry.title), told, html.P(_where(entry.source), className="source")],
        className="entry-card",
    )


def _listing(listing: Listing, view: Scope) -> html.Section:
    columns = [(f"{c.id}{SIDES.get(c.kind, '')}", _heading(c))
               for c in listing.columns]  # fmt: skip
    rows = [
        {key: _cell(column, row, listing, view)
         for (key, _), column in zip(columns, listing.columns, strict=True)}
        for row in listing.rows
    ]  # fmt: skip
    parts = [html.H3(listing.title)]
    if listing.proves:
        parts.append(html.P(listing.proves, className="summary"))
    if rows:
        parts.append(table.table(columns, rows, _caption(listing)))
    metric, words = listing.more
    if metric:
        address = links.records(view, metric, search=words)
        parts.append(html.A(f"全部 {numbers.plain(listing.count)} 行明细", href=address))
    return html.Section(parts, className="card-listing")


def _caption(listing: Listing) -> str:
    shown = len(listing.rows)
    told = f"，显示前 {shown} 行" if shown < listing.count else ""
    return f"{listing.title}，共 {numbers.plain(listing.count)} 行{told}"


def _cell(column: Column, row: dict, listing: Listing, view: Scope) -> object:
    if column.id == "where":
        return _where(row)
    value = row[column.id]
    if column.id == "metric":
        return html.A(value, href=links.records(view, row["metric_id"], search=row["holder"]))
    kind, key = listing.opens.get(column.id, ("", ""))
    if value is None or not kind or not row[key]:
        return _told(column, value, unit=False)
    return html.A(str(value), href=links.card(view, kind, row[key]))


def _told(column: Column, value: object, unit: bool = True) -> str:
    if column.kind == "number" and isinstance(value, int | float):
        told = numbers.plain(value, column.digits)
        return f"{told} {column.unit}" if unit and column.unit else told
    return _month(value) if column.kind == "month" else _text(value)


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _month(value: date) -> str:
    return f"{value:%Y-%m}"


def _heading(column: Column) -> str:
    return f"{column.label}（{column.unit}）" if column.unit else column.label


def _where(row: dict) -> str:
    """File, sheet and row of a fact; a sheet called like its file is not said twice."""
    if not row["file_name"]:
        return ""
    same = row["file_name"].startswith(str(row["sheet"]))
    sheet = "" if same else f"“{row['sheet']}”"
    return f"{row['file_name']}{sheet} 第 {row['row_no']} 行"
