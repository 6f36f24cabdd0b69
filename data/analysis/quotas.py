"""Against quota: 约束值, 基准值, 引导值 of each institution's type, over its last twelve months.

One definition: the mart agg_energy_goal, behind energy_over_quota_institutions_pct. Using less
than the 引导值 is a question about the data, never praise.
"""

from data import metrics, numbers, warehouse
from data.metrics.reading import fetch
from data.scope import Scope

METRIC = "energy_nonheating_per_m2_kgce"
BANDS = {
    "超约束值": "超约束值",
    "约束值以内": "在约束值与基准值之间",
    "基准值以内": "在基准值与引导值之间",
    "引导值以内": "低于引导值，请核实数据",
    "无定额": "没有定额，不判",
}


def banded(view: Scope) -> list[dict]:
    """One row per band that occurs, worst first: band, words, institutions."""
    found = fetch(metrics.find("energy_over_quota_institutions_pct"), view, "band")
    counts = {row["key"]: row["institutions"] for row in found}
    return [
        {"band": band, "words": words, "institutions": counts[band]}
        for band, words in BANDS.items()
        if band in counts
    ]


def told(view: Scope) -> str:
    """One sentence on who stands where; "" where nobody has twelve months."""
    parts = [f"{row['words']} {row['institutions']} 家" for row in banded(view)]
    return f"对照定额（近十二个月非供暖能耗，当量值）：{'；'.join(parts)}。" if parts else ""


def judged(view: Scope, institution: str) -> str:
    """The sentence of one institution at the last month of the view; "" without twelve months."""
    row = warehouse.row(
        view.snapshot,
        "select band, constraint_value, baseline_value, guide_value,"
        " nonheating_kgce / building_area_m2 as used from agg_energy_goal"
        " where institution = ? and month = ?",
        institution,
        f"{view.covered.end}-01",
    )
    if row is None:
        return ""
    known = [
        f"{name} {numbers.plain(row[column], 2)}"
        for name, column in (
            ("约束值", "constraint_value"), ("基准值", "baseline_value"), ("引导值", "guide_value"),
        )
        if row[column] is not None
    ]  # fmt: skip
    limits = f"（{'，'.join(known)}）" if known else ""
    used = numbers.plain(row["used"], 2)
    return f"近十二个月单位建筑面积非供暖能耗 {used} kgce/m²{limits}：{BANDS[row['band']]}。"
