"""What apart.run is asked: a plan and an outlook with their sentences, as plain dicts."""

from data import metrics
from data.analysis import (
    allocation_goods,
    allocation_rooms,
    allocation_vehicles,
    allocation_words,
    forecast_scope,
    forecast_words,
)
from data.scope import Scope

PLANS = {
    "vehicles": allocation_vehicles.vehicles,
    "rooms": allocation_rooms.rooms,
    "assets": allocation_goods.assets,
    "warehouse": allocation_goods.warehouse_goods,
}


def plan(view: Scope, kind: str, band: tuple[float, float]) -> dict:
    """The plan of that kind in that band: sentences, moves, places, gini before and after, …"""
    problem = PLANS[kind](view, band)
    told = allocation_words.outcome(problem)
    return {
        "sentences": [row["text"] for row in allocation_words.sentences(told)],
        "moves": told.plan.moves,
        "places": told.plan.places,
        "left": told.plan.left,
        "gini": (told.before.gini, told.after.gini),
        **{name: getattr(problem, name) for name in ("indicator", "unit", "digits", "item")},
        **{name: getattr(problem, name) for name in ("measure", "band")},
    }


def band(view: Scope, kind: str) -> tuple[float, float]:
    """The band taken when none is asked for."""
    return PLANS[kind](view, None).band


def outlook(metric_id: str, view: Scope) -> dict:
    """The forecast of a metric: rows, sentences, landing and target. Raises ForecastError."""
    told = forecast_scope.outlook(metrics.find(metric_id), view)
    return {
        "rows": told.rows,
        "sentences": [row["text"] for row in forecast_words.sentences(told)],
        "landing": told.landing,
        "target": told.target,
    }
