"""Every number defined once: a module a subject, and the one way to look a metric up."""

from data.errors import MetricError
from data.metrics import assets, energy, goals, offices, reporting, satisfaction, vehicles
from data.metrics.metric import Metric, splits
from data.metrics.reading import fetch, lines, months, queries, several, total, withheld

SUBJECTS = {
    "国有资产": assets.METRICS,
    "公务用车": vehicles.METRICS,
    "办公用房": offices.METRICS,
    "公共机构节能": energy.METRICS + goals.METRICS,
    "服务满意度": satisfaction.METRICS,
    "数据报送": reporting.METRICS,
}
BY_MART = {
    found[0].mart.subject: tuple(one for one in found if one.mart == found[0].mart)
    for found in SUBJECTS.values()
}
METRICS = {metric.id: metric for metrics in SUBJECTS.values() for metric in metrics}

__all__ = [
    "BY_MART",
    "METRICS",
    "SUBJECTS",
    "Metric",
    "fetch",
    "find",
    "lines",
    "months",
    "queries",
    "several",
    "splits",
    "total",
    "withheld",
]


def find(metric_id: str) -> Metric:
    """The metric with that id. Raises MetricError with what to do when there is none."""
    try:
        return METRICS[metric_id]
    except KeyError:
        raise MetricError(
            f"没有指标“{metric_id[:60]}”。请在“指标口径”页查看全部指标编号。"
        ) from None
