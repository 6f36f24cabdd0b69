"""Records behind agg_vehicle: cars held at month end, their monthly returns, quotas and staff."""

from dataclasses import replace

from data.records.part import STAFF, Ledger, Part

HELD = Part(
    "fct_vehicle", "1", "'plate'", "one.plate", "dim_month.month",
    "join dim_month on one.purchased_on <= dim_month.month_end"
    " and (one.scrapped_on is null or one.scrapped_on > dim_month.month_end)",
)  # fmt: skip
RAN = Part("fct_vehicle_month", "one.distance_km", "'distance'", "one.plate")
QUOTA = Part("fct_vehicle_quota", "one.quota_vehicles", "'general_quota'", month="")
OVER = (
    "join agg_vehicle as over on over.institution = one.institution"
    " and over.over_quota_vehicles > 0"
)
OLD = (
    "join dim_deadline as due on due.rule = '车辆更新'"
    " and dim_month.month_end between due.valid_from and due.valid_to"
    " and one.purchased_on < dim_month.month_end - to_years(due.due)"
)
BOUGHT = Part(
    "fct_vehicle", "1", "'purchased_on'", "one.plate",
    "cast(date_trunc('month', one.purchased_on) as date)",
)  # fmt: skip
OUT = RAN.where_also("one.days_out is not null", column="'days_out'")
COSTS = ("fuel", "charge", "repair", "insurance", "toll")

AGG_VEHICLE = Ledger(
    {
        "vehicles": (HELD,),
        "new_energy_vehicles": (HELD.where_also("one.new_energy", column="'fuel_kind'"),),
        "over_age_vehicles": (HELD.with_joins(OLD).of("1", "'purchased_on'"),),
        "beidou_vehicles": (HELD.where_also("one.beidou = '是'", column="'beidou'"),),
        "beidou_known_vehicles": (HELD.where_also("one.beidou is not null", column="'beidou'"),),
        "purchased_vehicles": (BOUGHT,),
        "purchased_new_energy_vehicles": (BOUGHT.where_also("one.new_energy"),),
        "quota_vehicles": (QUOTA,),
        # held less quota, of the institutions where that is above nought
        "over_quota_vehicles": (
            HELD.with_joins(f"{OVER} and over.month = dim_month.month"),
            replace(
                QUOTA,
                value="-one.quota_vehicles",
                object="'编制数'",
                month="over.month",
                joins=OVER,
            ),
        ),
        "staff_persons": (STAFF,),
        "records": (RAN.of("1", "'month'"),),
        "days_out": (OUT.of("one.days_out", "'days_out'"),),
        # every vehicle that tells its days could have gone out on each working day
        "workdays": (
            OUT.with_joins(
                "join (select month, sum(workday) as workdays from dim_day group by month) as work"
                " on work.month = one.month"
            ).of("work.workdays", "'days_out'"),
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
