"""Records behind agg_energy: the monthly returns, and each carrier in standard coal and carbon."""

from data.records.part import Ledger, Part

FILED = Part("fct_energy", "one.electricity_kwh", "'electricity'")
USED = Part("fct_energy_use", "one.energy_kgce", "one.carrier", "one.carrier")
COST = "one.carrier || '_cost'"

AGG_ENERGY = Ledger(
    {
        "energy_kgce": (USED,),
        "energy_equivalent_kgce": (USED.of("one.energy_equivalent_kgce", "one.carrier"),),
        "carbon_kg": (USED.of("one.carbon_kg", "one.carrier"),),
        "cost_cny": (USED.of("one.cost_cny", COST), FILED.of("one.water_cost_cny", "'water_cost'")),
        "electricity_kwh": (FILED,),
        "water_m3": (FILED.of("one.water_m3", "'water'"),),
        "building_area_m2": (FILED.of("one.building_area_m2", "'building_area'"),),
        "headcount_persons": (FILED.of("one.headcount_persons", "'headcount'"),),
    }
)
