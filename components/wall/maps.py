"""The map of the wall: counties by value, those with most red findings outlined and named."""

from dash import html

from components import numbers
from components.figures import base, region_map, tiles
from components.panel import Content, Drawing, empty, silent
from components.wall import lines
from data import metrics, places, scope, small_groups
from data.metrics.metric import Metric
from data.scope import ROOT, Scope

EDGE = 0.03  # of the size of the map, free around it
OUTLINE = 4
OUTLINED = 5  # counties at most, so that an outline says something
NAME_WIDTH, NAME_HEIGHT = 0.9, 0.32  # degrees that a name takes there
NAMED = 10  # counties up to which a map names them all
CASES = "property_problems_open"  # the metric whose unit counted cases are told in


def on_map(metric_id: str, drawing: Drawing, alerts: dict[str, int], paint=None) -> Content:
    """A metric by county; `alerts` counts red findings, see `alarming`."""
    metric = metrics.find(metric_id)
    rows = metrics.fetch(metric, above(drawing.view), "unit")
    return _drawn(rows, metric, drawing, alerts, paint)


def counted(drawing: Drawing, alerts: dict[str, int]) -> Content:
    """Red findings by county."""
    names = scope.regions(drawing.view.snapshot)
    rows = [
        {"key": code, "label": row["name"], "value": alerts.get(code, 0)}
        for code, row in names.items() if row["level"] == "county"
    ]  # fmt: skip
    return _drawn(rows, metrics.find(CASES), drawing, alerts, None)


def alarming(alerts: dict[str, int], snapshot: str) -> tuple[int, set[str]]:
    """The least number of red findings that at most OUTLINED counties have, and these counties."""
    names = scope.regions(snapshot)
    known = {key: n for key, n in alerts.items() if n and names[key]["level"] == "county"}
    least = 1
    while sum(count >= least for count in known.values()) > OUTLINED:
        least += 1
    return least, {key for key, count in known.items() if count >= least}


def legend(alerts: dict[str, int], snapshot: str) -> str:
    """What an outline on the map means."""
    least, found = alarming(alerts, snapshot)
    if not found:
        return "没有县区有红色问题" if least == 1 else ""
    return f"红框：红色问题 {least} 项以上" if least > 1 else "红框：有红色问题"


def above(view: Scope) -> Scope:
    """The view of the whole map: the region itself, of a county the city around it."""
    if view.level in ("region", "city"):
        return view
    return view.within(f"{view.region[:4]}00" if view.region[2:4] != "00" else ROOT)


def _drawn(rows: list, metric: Metric, drawing: Drawing, alerts: dict, paint) -> Content:
    around, colours = above(drawing.view), drawing.colours
    if not any(row["value"] is not None for row in rows):
        return empty(metric, drawing)
    info = places.map_info(around.snapshot)
    marked = alarming(alerts, around.snapshot)[1]
    scale = None if paint else _scale(rows, metric, around.snapshot)
    if info["kind"] != "outline":
        shown = _inside(places.grid(around.snapshot), around)
        figure = lines.enlarged(tiles.draw(rows, metric, colours, shown, paint))
        told = "等面积方格图，不表示行政边界"
    else:
        shown = _inside(places.outlines(around.snapshot), around)
        figure = lines.enlarged(region_map.draw(rows, metric, colours, shown, paint))
        told = f"审图号 {info['review_number']}"
    if not shown:
        return silent(f"{around.region_name}没有县界可画。")
    if info["kind"] == "outline":
        figure["layout"] |= _frame(shown)
        named = marked if metric.id == CASES else marked | _ends(rows, shown)
        _name(figure["data"][-1], shown, named)
    if any(row.get("hidden") for row in rows):
        told = f"无色{small_groups.WORD}（{small_groups.FEW}） · {told}"
    return Content(
        [scale, html.P(told, className="map-source")], _outlined(figure, marked, colours)
    )


def _inside(drawn: tuple[dict, ...], view: Scope) -> list[dict]:
    start = "" if view.region == ROOT else view.region[:4]
    return [part for part in drawn if part["region"].startswith(start)]


def _ends(rows: list[dict], shown: list[dict]) -> set[str]:
    """The highest and the lowest county on the map."""
    drawn = {part["region"] for part in shown}
    known = [row for row in rows if row["value"] is not None and row["key"] in drawn]
    return {end(known, key=lambda r: r["value"])["key"] for end in (min, max) if known}


def _name(names: dict, shown: list[dict], wanted: set[str]) -> None:
    """Keep on the map the names of a few counties; of a city's map all."""
    told = {part["name"] for part in shown if part["region"] in wanted}
    if len({part["region"] for part in shown}) <= NAMED:
        return
    kept = [at for at, name in enumerate(names["text"]) if name in told]
    for key in ("x", "y", "text"):
        names[key] = [names[key][at] for at in kept]
    _spread(names)
    for key in ("color", "shadow"):
        names["textfont"][key] = [names["textfont"][key][at] for at in kept]


def _spread(names: dict) -> None:
    """Names moved south until none lies over another, on the smallest map there is."""
    placed: list[tuple[float, float]] = []
    for at in sorted(range(len(names["y"])), key=lambda at: -names["y"][at]):
        x, y = names["x"][at], names["y"][at]
        while any(abs(x - px) < NAME_WIDTH and abs(y - py) < NAME_HEIGHT for px, py in placed):
            y -= NAME_HEIGHT / 8
        names["y"][at] = y
        placed.append((x, y))


def _scale(rows: list[dict], metric: Metric, snapshot: str) -> html.Div | None:
    """The two ends of the colours, of the counties alone."""
    names = scope.regions(snapshot)
    known = [row["value"] for row in rows
             if row["value"] is not None and names[row["key"]]["level"] == "county"]  # fmt: skip
    if not known:
        return None
    if min(known) == max(known):
        return html.Div(html.Span(numbers.of(max(known), metric)), className="scale")
    low = numbers.parts(min(known), metric.unit, metric.digits)[0]
    ends = [html.Span(low), html.I(className="ramp"), html.Span(numbers.of(max(known), metric))]
    return html.Div(ends, className="scale")


def _frame(drawn: list[dict]) -> dict:
    """Axes that hold what is drawn, with a little room."""
    west, east = (end(end(part["longitude"]) for part in drawn) for end in (min, max))
    south, north = (end(end(part["latitude"]) for part in drawn) for end in (min, max))
    room = EDGE * max(east - west, north - south)
    return {
        "xaxis": base.hidden_axis(range=[west - room, east + room], constrain="domain"),
        "yaxis": base.hidden_axis(
            range=[south - room, north + room], scaleanchor="x",
            scaleratio=region_map.ASPECT, constrain="domain",
        ),
    }  # fmt: skip


def _outlined(figure: dict, marked: set[str], colours: dict) -> dict:
    """The figure with the outlines of the alarming counties over the areas, under the names."""
    areas = [trace for trace in figure["data"] if trace.get("fill") == "toself"]
    names = [trace for trace in figure["data"] if trace.get("fill") != "toself"]
    line = {"color": colours["bad"], "width": OUTLINE}
    drawn = [
        {"type": "scatter", "mode": "lines", "x": area["x"], "y": area["y"], "line": line,
         "name": f"预警 {area['customdata'][0]}"}
        for area in areas if area["customdata"][0] in marked
    ]  # fmt: skip
    return figure | {"data": [*areas, *drawn, *names]}
