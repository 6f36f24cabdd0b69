"""Records behind agg_energy: the monthly returns, and each carrier in standard coal and carbon."""

from data.records.part import Ledger, Part

FILED = Part("fct_energy", "one.electricity_kwh", "'electricity'")
USED = Part("fct_energy_use", "one.energy_kgce", "one.carrier", "one.carrier")
INDOORS = USED.where_also("one.carrier not in ('gasoline', 'diesel')")
COST = "one.carrier || '_cost'"

AGG_ENERGY = Ledger(
    {
        "energy_kgce": (USED,),
        "energy_equivalent_kgce": (USED.of("one.energy_equivalent_kgce", "one.carrier"),),
        "carbon_kg": (USED.of("one.carbon_kg", "one.carrier"),),
        "cost_cny": (USED.of("one.cost_cny", COST), FILED.of("one.water_cost_cny", "'water_cost'")),
        "nonheating_kgce": (
            INDOORS.of("one.energy_kgce - coalesce(one.heating_kgce, 0)", "one.carrier"),
        ),
        "nonheating_equivalent_kgce": (
            INDOORS.of(
                "one.energy_equivalent_kgce - coalesce(one.heating_equivalent_kgce, 0)",
                "one.carrier",
            ),
        ),
        "heat_gj": (FILED.of("one.heat_gj", "'heat'"),),
        "area_heat_cost_cny": (FILED.of("one.area_heat_cost_cny", "'area_heat_cost'"),),
        "datacentre_kwh": (
            FILED.of("one.datacentre_kwh", "'datacentre'").where_also("one.datacentre_it_kwh > 0"),
        ),
        "datacentre_it_kwh": (
            FILED.of("one.datacentre_it_kwh", "'datacentre_it'").where_also(
                "one.datacentre_kwh > 0"
            ),
        ),
        "electricity_kwh": (FILED,),
        "water_m3": (FILED.of("one.water_m3", "'water'"),),
        "building_area_m2": (FILED.of("one.building_area_m2", "'building_area'"),),
        "headcount_persons": (FILED.of("one.headcount_persons", "'headcount'"),),
    }
)
