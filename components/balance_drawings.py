"""The drawings of the balance page: where, who lies off the mean, Lorenz, Theil by year."""

from dataclasses import replace

from dash import html

from components import numbers, table
from components.balance import DIGITS, SPLITS, Chosen
from components.figures import lorenz, quotient, ranking, region_map, stack, tiles
from components.panel import Content, Drawing, charted, demo_mark, empty, foot, silent
from data import places
from data.analysis import inequality_scope, inequality_words
from data.analysis.inequality import Balance
from data.metrics.metric import Metric

MOST = 12


def on_map(panel_id: str, drawing: Drawing) -> Content:
    """The counties coloured by how far they lie from the level of all of them together."""
    chosen = Chosen(drawing)
    metric, mean = chosen.metric, chosen.found.mean
    if not mean or mean <= 0:
        return empty(metric, drawing)
    snapshot, colours = chosen.view.snapshot, drawing.colours
    paint = region_map.around(mean, colours)
    info = places.map_info(snapshot)
    if info["kind"] == "outline":
        drawn = places.outlines(snapshot)
        figure = region_map.draw(chosen.rows, metric, colours, drawn, paint)
        source = f"底图：{info['source']} 审图号：{info['review_number']}"
    else:
        figure = tiles.draw(chosen.rows, metric, colours, places.grid(snapshot), paint)
        source = "等面积方格图，不表示行政边界"
    summary = (
        f"{metric.label}总体 {numbers.of(mean, metric)}；蓝色高于总体，橙色低于总体，"
        "颜色最深为总体的一半以下或两倍以上。"
    )
    legend = html.P(
        [html.Span(className="ramp", style={"background": _ramp(colours)}), "½ — 1 — 2 倍于总体"],
        className="map-source legend",
    )
    below = html.P(f"{source}；本级不在图上", className="map-source")
    return charted(
        panel_id, figure, summary, legend, below, foot(metric, chosen.rows, "县区与本级")
    )


def _ramp(colours: dict) -> str:
    return f"linear-gradient(90deg,{colours['below']},{colours['even']},{colours['above']})"


def quotients(panel_id: str, drawing: Drawing) -> Content:
    """Each county's location quotient, highest first."""
    chosen = Chosen(drawing)
    found = chosen.found
    if found.count < 2 or not found.mean:
        return silent("；".join(found.notes) + "。请换一个指标、期间或地区。")
    rows = [
        row | {"told": f"{row['label']}：区位熵 {numbers.plain(row['quotient'], 2)}，"
                       f"{numbers.of(row['value'], chosen.metric)}"}
        for row in found.regions
    ]  # fmt: skip
    above = sum(row["quotient"] > 1 for row in rows)
    summary = (
        f"{found.count} 个县（市、区）中 {above} 个高于总体、{found.count - above} 个不高于总体；"
        f"最高 {rows[-1]['label']} {numbers.plain(rows[-1]['quotient'], 2)}，"
        f"最低 {rows[0]['label']} {numbers.plain(rows[0]['quotient'], 2)}。"
    )
    figure = quotient.draw(rows, drawing.colours)
    note = "区位熵 = 本地水平 ÷ 总体水平；1 为与总体相同。"
    return charted(panel_id, figure, summary, *_below(chosen, note))


def _below(chosen: Chosen, note: str) -> list:
    """The rows of the figure as a table, the demo mark, and a note."""
    columns = [("label", "县区"), ("people_number", "占分母"), ("resource_number", "占分子")]
    columns += [("quotient_number", "区位熵"), ("part_number", "占泰尔指数")]
    rows = [
        {
            "label": row["label"],
            "people_number": numbers.text(100 * row["share_people"], "%", 1),
            "resource_number": _percent(row["share_resource"]),
            "quotient_number": numbers.plain(row["quotient"], 2),
            "part_number": numbers.text(row["contribution_pct"], "%", 1),
        }
        for row in chosen.found.regions
    ]
    marks = [demo_mark()] if any(row["demo"] for row in chosen.rows) else []
    shown = table.table(columns, rows, f"{chosen.metric.label}，由低到高")
    return [table.fold("数据表", shown), html.P([*marks, note], className="definition")]


def _percent(share: float | None) -> str:
    return "—" if share is None else numbers.text(100 * share, "%", 1)


def curve(panel_id: str, drawing: Drawing) -> Content:
    """The Lorenz curve now and a year before."""
    chosen = Chosen(drawing)
    found, before = chosen.found, chosen.year_before
    if not found.lorenz:
        return silent("；".join(found.notes) + "。不能画洛伦兹曲线，请换一个指标、期间或地区。")
    curves = [_curve(chosen.view.covered.year, found)]
    if before and before.lorenz:
        curves.append(_curve(chosen.view.covered.year - 1, before))
    weight = inequality_scope.weight_name(chosen.metric)
    figure = lorenz.draw(curves, drawing.colours, "分母累计占比", "分子累计占比")
    summary = (
        f"越靠近对角线越均衡。{chosen.view.covered.label}基尼系数 {numbers.plain(found.gini, 3)}，"
        f"小样本校正（× n/(n−1)，n = {found.count}）{numbers.plain(found.gini_small, 3)}。"
    )
    note = f"分母：{weight}。地区由低到高排列。"
    return charted(panel_id, figure, summary, *_below(chosen, note))


def _curve(year: int, found: Balance) -> tuple:
    words = f"{year} 基尼 {numbers.plain(found.gini, 3)}"
    return words, found.lorenz, [row["label"] for row in found.regions]


def split(panel_id: str, drawing: Drawing) -> Content:
    """The Theil index of each year: between the groups, and within each of them."""
    chosen = Chosen(drawing)
    series = [(period, found) for period, found in chosen.series if found.theil is not None]
    if not series:
        return silent("；".join(chosen.found.notes) + "。不能分解，请换一个指标、期间或地区。")
    names = sorted({group["group"] for _, found in series for group in found.groups})
    within = [
        {group["group"]: group["theil_within"] for group in found.groups} for _, found in series
    ]
    layers = [(f"{SPLITS[chosen.groups]}之间", [found.theil_between for _, found in series])]
    layers += [(f"{name}之内", [each.get(name) for each in within]) for name in names]
    columns = [f"{period.year}年" for period, _ in series]
    figure = stack.draw(columns, layers, drawing.colours, DIGITS)
    moved = inequality_words.change(chosen.metric, chosen.series)
    told = moved["text"] if moved else "只登记当前状态，没有历年。"
    shown = _split_table(columns, layers)
    note = html.P(f"各年均取{chosen.view.covered.part_label}。", className="definition")
    return charted(panel_id, figure, told, table.fold("数据表", shown), note)


def _split_table(columns: list[str], layers: list[tuple]) -> html.Div:
    heads = [("layer", "组成"), *((f"{year}_number", year) for year in columns)]
    rows = []
    for name, values in layers:
        told = [numbers.plain(value, DIGITS) for value in values]
        years = [f"{year}_number" for year in columns]
        rows.append({"layer": name} | dict(zip(years, told, strict=True)))
    return table.table(heads, rows, "泰尔指数的组成")


def contributions(panel_id: str, drawing: Drawing) -> Content:
    """Who makes the difference: each county's share of the Theil index."""
    chosen = Chosen(drawing)
    found = chosen.found
    if not found.theil:
        return silent(
            "；".join(found.notes) + "。没有差距可分摊。" if found.notes else "没有差距。"
        )
    most = sorted(found.regions, key=lambda row: (-row["contribution_pct"], row["key"]))[:MOST]
    rows = [row | {"value": row["contribution_pct"]} for row in most]
    share = _share(chosen.metric)
    top = "、".join(f"{row['label']} {numbers.of(row['value'], share)}" for row in rows[:3])
    rest = 100 - sum(row["value"] for row in rows)
    told = f"对差距（泰尔指数）贡献最大：{top}。图列 {len(rows)} 个，其余合计 {numbers.of(rest, share)}。"
    figure = ranking.draw(rows, share, drawing.colours)
    note = "高于和低于总体都算差距；各地合计 100%。"
    return charted(panel_id, figure, told, *_below(chosen, note))


def _share(metric: Metric) -> Metric:
    """How a share of the index reads."""
    return replace(metric, unit="%", digits=1)
