"""What the overview page asks of the warehouse for each region, as SQL any tool can run."""

import json
from pathlib import Path

from data import metrics, scope, warehouse

TILES = (
    "asset_net_value_cny", "vehicles_count", "office_area_per_head_m2", "energy_per_head_kgce",
    "satisfaction_rate_pct", "reporting_coverage_pct",
)  # fmt: skip
CHARTS = (
    ("energy_per_head_kgce", "month"), ("office_area_per_head_m2", "region"),
    ("vehicle_cost_per_km_cny", "month"), ("satisfaction_rate_pct", "service_level"),
    ("vehicle_new_energy_share_pct", "region"),
)  # fmt: skip
REGIONS = 12


def write(path: Path) -> list[dict]:
    """Writes the queries of the first regions; returns [{region, name, tiles, charts}, …]."""
    snapshot = warehouse.current_id()
    regions = list(scope.regions(snapshot).values())[:REGIONS]
    asked = [_region(row, snapshot) for row in regions]
    database = str(warehouse.folder() / f"{snapshot}.duckdb")
    path.write_text(json.dumps({"database": database, "regions": asked}), encoding="utf-8")
    return asked


def _region(row: dict, snapshot: str) -> dict:
    view = scope.Scope.parse(f"?region={row['region']}", snapshot)
    return {
        "region": row["region"],
        "name": row["name"],
        "tiles": [_query(metric, view, "") for metric in TILES],
        "charts": [{**_query(metric, view, by), "by": by} for metric, by in CHARTS],
    }


def _query(name: str, view: scope.Scope, by: str) -> dict:
    metric = metrics.find(name)
    ((_, sql, params),) = metrics.queries((metric,), view, by)
    plain = [str(one) if hasattr(one, "isoformat") else one for one in params]
    return {"label": metric.label, "unit": metric.unit, "sql": sql, "params": plain}
