"""The table of the balance page: every county with rank, n, quotient and part of the difference."""

from dash import html

from components import address, numbers, table
from components.balance import Chosen
from components.panel import Content, Drawing
from data.analysis import standing


def ranked(drawing: Drawing) -> Content:
    """Every county with its rank among n, quotient and part of the difference."""
    chosen = Chosen(drawing)
    metric, found = chosen.metric, chosen.found
    counted = {row["key"]: row for row in chosen.rows}
    rows = [row | {"denominator": row["people"]} for row in found.regions]
    ranks = {place.key: place for place in standing.ranked(metric, rows)}
    columns = [("rank_number", "名次"), ("label", "县区"), ("group", "分组")]
    columns += [("value_number", f"{metric.label}（{metric.unit}）"), ("top_number", "分子")]
    columns += [("bottom_number", "分母"), ("quotient_number", "区位熵")]
    columns += [("part_number", "对差距的贡献"), ("institutions_number", "单位数")]
    ordered = sorted(rows, key=lambda row: (ranks[row["key"]].rank or 0, row["key"]))
    shown = [
        _place(row, ranks[row["key"]], counted.get(row["key"]), chosen, drawing) for row in ordered
    ]
    best = {"up": "越高越好", "down": "越低越好", "none": "由高到低，不作优劣"}[metric.good]
    told = f"共 {len(rows)} 个参与排名，{best}；数值相同名次并列。"
    if found.missing:
        told += f"本期无数据、不参与排名：{'、'.join(found.missing)}。"
    return Content([html.P(told, className="summary"), table.table(columns, shown)])


def _place(
    row: dict, place: standing.Place, counted: dict | None, chosen: Chosen, drawing: Drawing
) -> dict:
    href = address.changed(drawing.search, region=row["key"])
    rank = (
        "—" if place.rank is None else f"{place.rank}/{place.n}{'（并列）' if place.tied else ''}"
    )
    return {
        "rank_number": rank,
        "label": html.A(row["label"], href=href),
        "group": row["group"],
        "value_number": numbers.plain(row["value"], chosen.metric.digits),
        "top_number": numbers.plain(row["resource"], 1),
        "bottom_number": numbers.plain(row["people"], 1),
        "quotient_number": numbers.plain(row["quotient"], 2),
        "part_number": numbers.text(row["contribution_pct"], "%", 1),
        "institutions_number": numbers.plain(counted["institutions"] if counted else None),
    }
