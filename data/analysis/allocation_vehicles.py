"""Cars to spare and counties short of cars, from the ledger, the quotas and the monthly returns."""

from datetime import date
from itertools import groupby

from data import reference, scope, warehouse
from data.analysis.allocation_places import Lot, Place
from data.analysis.allocation_scope import PERCENT, Problem, checked, place
from data.scope import Scope

IDLE_MONTHS = 6
CLASSES = ("一般公务用车", "执法执勤用车", "特种专业技术用车")
_CARS = """
with ran as (
    select run.plate, count(*) as months, sum(run.distance_km) as km
    from fct_vehicle_month as run
    where run.month > (select max(month) from dim_month) - to_months(?)
    group by run.plate
)
select
    car.plate, car.institution, place.unit, car.purchased_on, coalesce(ran.km, 0) as km,
    case car.vehicle_use when '执法执勤用车' then 1 when '特种专业技术用车' then 2 else 0 end as class,
    coalesce(car.state in ('封存', '闲置'), false) or coalesce(ran.months = ? and ran.km = 0, false)
        as idle,
    quota.general_quota_vehicles as quota_0, quota.enforcement_quota_vehicles as quota_1,
    quota.special_quota_vehicles as quota_2
from fct_vehicle as car
join dim_institution as mart on mart.institution = car.institution
join dim_region_tree as within on within.region = mart.region and within.ancestor = ?
join dim_region as place on place.region = mart.region
join dim_region as county on county.region = place.unit and county.level = 'county'
left join ran on ran.plate = car.plate
left join fct_vehicle_quota as quota on quota.institution = car.institution
where car.purchased_on <= (select max(month_end) from dim_month)
    and (car.scrapped_on is null or car.scrapped_on > (select max(month_end) from dim_month))
order by car.institution, class, not idle, km, car.plate
"""
_COUNTIES = """
select
    county.region as key, county.region, county.name as label,
    cast(sum(mart.vehicles) as integer) as have, cast(sum(mart.staff_persons) as double) as base,
    sum(quota.general_quota_vehicles) as quota_0, sum(quota.enforcement_quota_vehicles) as quota_1,
    sum(quota.special_quota_vehicles) as quota_2
from agg_vehicle as mart
join dim_region_tree as within on within.region = mart.region and within.ancestor = ?
join dim_region as place on place.region = mart.region
join dim_region as county on county.region = place.unit and county.level = 'county'
left join fct_vehicle_quota as quota on quota.institution = mart.institution
where mart.month = (select max(month) from dim_month)
group by county.region, county.name
order by county.region
"""


def vehicles(view: Scope, band: tuple[float, float] | None = None) -> Problem:
    """Counties' cars per 100 staff; idle cars and cars above quota may move, within quota.

    A car is idle when six months were filed without a kilometre, or the register says 封存 or
    闲置. Without a band it is 80 % to 120 % of all counties together. Organs of the region and the
    cities stand apart: their staff is served otherwise.
    """
    counties = warehouse.rows(view.snapshot, _COUNTIES, view.region)
    cars = warehouse.rows(view.snapshot, _CARS, IDLE_MONTHS, IDLE_MONTHS, view.region)
    whole = PERCENT * sum(row["have"] for row in counties)
    whole /= sum(row["base"] or 0 for row in counties) or 1
    band = checked(band or (round(whole * 0.8, 2), round(whole * 1.2, 2)))
    places = [Place(**place(view, row, band), headroom=_headroom(row, cars)) for row in counties]
    note = (
        f"可动用：连续 {IDLE_MONTHS} 个月未行驶的车、登记封存或闲置的车、超编制的车；"
        "不跨编制类别，不超编制，车龄不超过更新年限"
    )
    return Problem(
        "vehicles", "每百人公务用车", "辆/百人", 2, "辆", "辆", band, places,
        _lots(cars, _oldest(view)), "vehicles_per_100_staff", note,
    )  # fmt: skip


def _headroom(county: dict, cars: list[dict]) -> dict[str, float]:
    """By class, quota less cars kept; an unknown quota leaves no room."""
    return {
        name: (county[f"quota_{at}"] or 0)
        - sum(car["unit"] == county["key"] and car["class"] == at for car in cars)
        for at, name in enumerate(CLASSES)
    }


def _lots(cars: list[dict], oldest: date) -> list[Lot]:
    """The movable cars, one lot a county, class and fitness; the idlest first."""
    movable = []
    for (_, at), each in groupby(cars, key=lambda car: (car["institution"], car["class"])):
        kept = list(each)
        quota = kept[0][f"quota_{at}"]
        above = max(0, len(kept) - int(quota)) if quota is not None else 0
        movable += kept[: max(above, sum(car["idle"] for car in kept))]

    def lot_of(car: dict) -> tuple:
        return car["unit"], car["class"], car["purchased_on"] >= oldest

    movable.sort(key=lambda car: (lot_of(car), not car["idle"], car["km"], car["plate"]))
    return [
        Lot(
            f"{unit} {at} {'可调' if fit else '超龄'}",
            unit,
            CLASSES[at],
            tuple(car["plate"] for car in each),
            fit=fit,
        )
        for (unit, at, fit), each in groupby(movable, key=lot_of)
    ]


def _oldest(view: Scope) -> date:
    """Cars bought before this day may be replaced, not passed on (the dated rule of renewal)."""
    last = scope.months(view.snapshot)[1]
    day = date(last.year, last.number, 28)
    rule = reference.dated("vehicle_ages", day, rule="更新")[0]
    return day.replace(year=day.year - int(rule["years"]))
