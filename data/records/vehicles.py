"""Records behind agg_vehicle: cars held at month end, their monthly returns, quotas and staff."""

from data.records.part import Ledger, Part

HELD = Part(
    "fct_vehicle", "1", "'plate'", "one.plate", "dim_month.month",
    "join dim_month on one.purchased_on <= dim_month.month_end"
    " and (one.scrapped_on is null or one.scrapped_on > dim_month.month_end)",
)  # fmt: skip
RAN = Part("fct_vehicle_month", "one.distance_km", "'distance'", "one.plate")
COSTS = ("fuel", "charge", "repair", "insurance", "toll")

AGG_VEHICLE = Ledger(
    {
        "vehicles": (HELD,),
        "new_energy_vehicles": (HELD.where_also("one.new_energy", column="'fuel_kind'"),),
        "over_age_vehicles": (
            HELD.where_also(
                "one.purchased_on < dim_month.month_end - interval 8 year", column="'purchased_on'"
            ),
        ),
        "quota_vehicles": (
            Part("fct_vehicle_quota", "one.quota_vehicles", "'general_quota'", month=""),
        ),
        "staff_persons": (
            Part("dim_institution", "one.staff_actual_persons", "'staff_actual'", month=""),
        ),
        "distance_km": (RAN,),
        "fuel_l": (RAN.of("one.fuel_l", "'fuel'"),),
        "fuel_distance_km": (RAN.where_also("one.fuel_l > 0"),),
        "cost_cny": tuple(
            RAN.of(f"one.{cost}_cost_cny", f"'{cost}_cost'").where_also(
                f"one.{cost}_cost_cny is not null"
            )
            for cost in COSTS
        ),
    }
)
