"""What both other tools' pages share: the same SQL on the same snapshot, the same figures.

Runs in the peers' own environments (duckdb and plotly only), not in ours.
"""

import json
import os
from pathlib import Path

import duckdb
import plotly.graph_objects as go

ASKED = json.loads(Path(os.environ["PEERS_ASKED"]).read_text(encoding="utf-8"))
NAMES = {one["region"]: one["name"] for one in ASKED["regions"]}
REGIONS = {one["region"]: one for one in ASKED["regions"]}
DATABASE = duckdb.connect(ASKED["database"], read_only=True, config={"threads": 1})


def rows(query: dict) -> list[tuple]:
    """(key, value) of each group."""
    cursor = DATABASE.cursor()
    found = cursor.execute(query["sql"], query["params"]).fetchall()
    cursor.close()
    return [
        (str(row[0]), None if row[3] is None else float(row[3]) / float(row[4] or 1))
        for row in found
    ]


def tile(query: dict) -> tuple[str, str]:
    """The label and the value of a tile."""
    found = rows(query)
    return query["label"], f"{found[0][1]:,.2f} {query['unit']}" if found else "—"


def figure(region: str, at: int) -> go.Figure:
    """One chart of the page; its title names the region, so that a redraw can be seen."""
    query = REGIONS[region]["charts"][at]
    keys, values = zip(*rows(query), strict=True) if rows(query) else ((), ())
    trace = (
        go.Scatter(x=keys, y=values, mode="lines")
        if query["by"] == "month"
        else go.Bar(y=keys, x=values, orientation="h")
    )
    drawn = go.Figure(trace)
    drawn.update_layout(title=f"{query['label']} · {NAMES[region]}", height=320)
    return drawn
