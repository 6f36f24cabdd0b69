"""Energy: who uses how much, at 当量值, against people and floor area."""

from data.metrics.metric import Mart, Metric

ENERGY = Mart("agg_energy", "energy")
SYSTEM = "公共机构能源资源消费统计调查制度（国管局 2025-11-10 修订）"
COAL = "GB/T 2589—2020 附录A，电力按当量值 0.1229 千克标准煤/千瓦时"
HEADS = "sum(mart.headcount_persons) / {months}"
FLOORS = "sum(mart.building_area_m2) / {months}"
AREA_HEAT = "按面积收费的集中供暖只有面积和费用，不折标，不计入综合能耗。"

METRICS = (
    Metric(
        id="energy_total_tce",
        label="综合能耗",
        unit="tce",
        mart=ENERGY,
        numerator="sum(mart.energy_kgce) / 1000",
        formula="Σ 实物量 × 折标系数 ÷ 1000（电、气、煤、油、计量热力；水不折标）",
        clause=COAL,
        kind="flow",
        good="down",
        digits=0,
        note=AREA_HEAT,
    ),
    Metric(
        id="energy_per_head_kgce",
        label="人均综合能耗",
        unit="kgce/人",
        mart=ENERGY,
        numerator="sum(mart.energy_kgce)",
        denominator=HEADS,
        formula="Σ综合能耗 ÷（Σ各月用能人数 ÷ 月数）",
        clause=f"{COAL}；{SYSTEM}",
        kind="flow",
        good="down",
        note=AREA_HEAT,
    ),
    Metric(
        id="energy_per_m2_kgce",
        label="单位建筑面积能耗",
        unit="kgce/m²",
        mart=ENERGY,
        numerator="sum(mart.energy_kgce)",
        denominator=FLOORS,
        formula="Σ综合能耗 ÷（Σ各月建筑面积 ÷ 月数）",
        clause=f"{COAL}；{SYSTEM}",
        kind="flow",
        good="down",
        digits=2,
        note=AREA_HEAT,
    ),
    Metric(
        id="electricity_per_m2_kwh",
        label="单位建筑面积电耗",
        unit="kWh/m²",
        mart=ENERGY,
        numerator="sum(mart.electricity_kwh)",
        denominator=FLOORS,
        formula="Σ用电量 ÷（Σ各月建筑面积 ÷ 月数）",
        clause=SYSTEM,
        kind="flow",
        good="down",
    ),
    Metric(
        id="water_per_head_m3",
        label="人均用水量",
        unit="m³/人",
        mart=ENERGY,
        numerator="sum(mart.water_m3)",
        denominator=HEADS,
        formula="Σ用水量 ÷（Σ各月用能人数 ÷ 月数）",
        clause=SYSTEM,
        kind="flow",
        good="down",
        digits=2,
    ),
    Metric(
        id="carbon_total_t",
        label="碳排放总量",
        unit="tCO₂",
        mart=ENERGY,
        numerator="sum(mart.carbon_kg) / 1000",
        formula="Σ 实物量 × 排放因子 ÷ 1000；电力用当年宁夏电网因子，无当年因子时用最近一年",
        clause="电力二氧化碳排放因子公告（2023年宁夏 0.6187）；热力 0.11 tCO₂/GJ 待核",
        kind="flow",
        good="down",
        digits=0,
        verified=False,
        note="热力排放因子与 JS/T 303—2026 原文待核。",
    ),
    Metric(
        id="energy_cost_cny",
        label="能源资源费用",
        unit="元",
        mart=ENERGY,
        numerator="sum(mart.cost_cny)",
        formula="Σ电、气、煤、油、热力（含按面积收费）、水费",
        clause=SYSTEM,
        kind="flow",
        good="down",
        digits=0,
    ),
)
