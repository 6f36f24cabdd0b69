"""Energy against what was set: the quota of each institution, the path to the target."""

from data.metrics.energy import COAL
from data.metrics.metric import Mart, Metric

GOAL = Mart("agg_energy_goal", "energy", splits=("band",), window=12)
LAW = "公共机构节能条例"
SHIFT = "/ (sum(mart.base_{0}) / sum(mart.base_area_m2)) - 1)"
PATH = "sum(mart.path_pct * mart.path_area_m2) / sum(mart.path_area_m2)"


def gap(energy: str) -> str:
    """Percentage points by which the change since the base year lies above the path."""
    now = f"100 * ((sum(mart.path_{energy}) / sum(mart.path_area_m2)) "
    return now + SHIFT.format(energy) + f" - {PATH}"


METRICS = (
    Metric(
        id="energy_over_quota_institutions_pct",
        label="超定额单位占比",
        unit="%",
        mart=GOAL,
        numerator="sum(mart.over_quota)",
        denominator="sum(mart.judged)",
        scale=100,
        formula="Σ近十二个月单位建筑面积非供暖能耗超过约束值的单位 ÷ Σ有定额且报满十二个月的单位（当量值）",
        clause=f"{LAW}第十六条、第十七条",
        kind="stock",
        good="down",
        verified=False,
        note="宁夏定额（DB64/T）未查到，定额表留空待填，真实单位暂不判；演示单位用演示值。",
    ),
    Metric(
        id="energy_target_gap_pp",
        label="节能目标差距",
        unit="个百分点",
        mart=GOAL,
        numerator=gap("energy_kgce"),
        equivalent=gap("energy_equivalent_kgce"),
        formula="（近十二个月单位建筑面积能耗 ÷ 基年单位建筑面积能耗 − 1）× 100 − 目标路径；路径自基年起逐年均摊，正数为落后",
        clause=f"{LAW}第十三条；{COAL}",
        kind="stock",
        good="down",
        digits=2,
        verified=False,
        note="不是和除以和，不能由各部分相加。只比基年与近十二个月都齐的同一批单位，名录范围调整（口径断点）不影响。宁夏目标未查到，留空待填；演示单位用演示目标。",
        summed=False,
    ),
)
