"""Reporting: of the institutions that were due, how many reported."""

from data.metrics.metric import Mart, Metric

REPORTING = Mart("agg_reporting", "reporting", splits=("subject",))

METRICS = (
    Metric(
        id="reporting_coverage_pct",
        label="报送率",
        unit="%",
        mart=REPORTING,
        numerator="sum(mart.reported)",
        denominator="sum(mart.expected)",
        scale=100,
        formula="Σ实报（单位·月·领域）÷ Σ应报（单位·月·领域）",
        clause="公共机构节能条例第十五条；统计法第七条",
        kind="flow",
        good="up",
    ),
)
