"""Which mart columns have records, and the sentence about those that have none yet."""

import re
from dataclasses import replace

from data import metrics
from data.errors import MetricError
from data.metrics.metric import Metric
from data.records import assets, energy, goals, offices, reporting, satisfaction, vehicles
from data.records.part import Ledger

LEDGERS: dict[str, Ledger] = {
    "agg_asset": assets.AGG_ASSET,
    "agg_warehouse": assets.AGG_WAREHOUSE,
    "agg_vehicle": vehicles.AGG_VEHICLE,
    "agg_office": offices.AGG_OFFICE,
    "agg_energy": energy.AGG_ENERGY,
    "agg_energy_goal": goals.AGG_ENERGY_GOAL,
    "agg_service": satisfaction.AGG_SERVICE,
    "agg_service_step": satisfaction.AGG_SERVICE_STEP,
    "agg_reporting": reporting.AGG_REPORTING,
}
ITSELF = {
    "fct_property_problem": ("mart.case_no", "'case_no'"),
    "fct_review": ("mart.review_no", "'fixed_on'"),
}
"""Marts that are their own records: what a row is called, and the column its value stands in."""
ROWS = "rows"
"""Stands for the mart's own rows where a part only counts them: count(*) filter (where …)."""
PARTS = {"numerator": "分子", "denominator": "分母"}
_COLUMN = re.compile(r"\bmart\.(\w+)")
_FILTER = re.compile(r"filter\s*\(where.*?\)(?=\s*(?:[-+*/]|$))", re.IGNORECASE | re.DOTALL)


def expression(metric: Metric, part: str) -> str:
    """The SQL aggregate of a part. Raises MetricError when the metric has no such part."""
    if part not in PARTS or not (text := getattr(metric, part)):
        known = "、".join(name for name in PARTS if getattr(metric, name))
        raise MetricError(f"指标“{metric.label}”没有“{part[:20]}”这一部分。可用：{known}。")
    return text


def summed(metric: Metric, part: str) -> list[str]:
    """The mart columns that a part sums, in order of their names; ROWS when it counts rows."""
    found = set(_COLUMN.findall(_FILTER.sub("", expression(metric, part)))) - _levels(metric)
    return sorted(found) or [ROWS]


def asked(metric: Metric, part: str) -> list[str]:
    """The mart columns that a part only filters or multiplies by."""
    filtered = " ".join(_FILTER.findall(expression(metric, part)))
    held = set(_COLUMN.findall(expression(metric, part))) & _levels(metric)
    return sorted((set(_COLUMN.findall(filtered)) | held) - set(summed(metric, part)))


def missing() -> list[str]:
    """The mart columns that a metric sums and that have no records yet, as table.column."""
    return sorted(
        {
            f"{metric.mart.table}.{column}"
            for defined in metrics.METRICS.values()
            for metric in (defined, replace(defined, numerator=defined.equivalent))
            for part in PARTS
            if getattr(metric, part) and metric.mart.table not in ITSELF
            for column in summed(metric, part)
            if column not in _columns(metric)
        }
    )


def parts(metric: Metric, part: str) -> dict:
    """Per summed column its parts. Raises MetricError that names the columns without records."""
    known = _columns(metric)
    absent = [f"{metric.mart.table}.{c}" for c in summed(metric, part) if c not in known]
    if absent:
        raise MetricError(
            f"指标“{metric.label}”的{PARTS[part]}还没有登记明细：{'、'.join(absent)}。"
            "请在 data/records 中为这些列写明来自哪张明细表。"
        )
    return {column: known[column] for column in summed(metric, part)}


def _levels(metric: Metric) -> set[str]:
    ledger = LEDGERS.get(metric.mart.table)
    return set(ledger.levels) if ledger else set()


def _columns(metric: Metric) -> dict:
    ledger = LEDGERS.get(metric.mart.table)
    return ledger.columns if ledger else {}
