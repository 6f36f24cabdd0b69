"""Which levels the change of a metric is split over, and the SQL that gives them."""

import re
from fractions import Fraction

from data.analysis.readings import Source
from data.metrics import reading
from data.metrics.metric import Metric
from data.period import Period
from data.scope import Scope

FOLLOWS = ("energy", "vehicle", "review", "reporting")
TRANSFER = "划转|调拨|调出|无偿"
VEHICLE_COST, ASSET_VALUE = "vehicle_cost_cny", "asset_original_value_cny"
VEHICLE_LEVELS = (
    "cost", "vehicles", "distance", "fuel", "fuel_cost", "charge", "repair", "insurance", "toll",
)  # fmt: skip
ASSET_LEVELS = ("value", "acquired", "disposed", "transferred")
_VEHICLE_SQL = """
    select held.institution, held.month, held.cost_cny as cost, held.vehicles,
        held.distance_km as distance, held.fuel_l as fuel, ran.fuel_cost, ran.charge, ran.repair,
        ran.insurance, ran.toll
    from agg_vehicle as held
    left join (
        select institution, month, sum(fuel_cost_cny) as fuel_cost, sum(charge_cost_cny) as charge,
            sum(repair_cost_cny) as repair, sum(insurance_cost_cny) as insurance,
            sum(toll_cost_cny) as toll
        from fct_vehicle_month group by institution, month
    ) as ran on ran.institution = held.institution and ran.month = held.month
"""
# each level as it has added up since the first card: value = acquired - disposed - transferred
_ASSET_SQL = f"""
    select card.institution, dim_month.month,
        sum(card.original_value_cny)
            - coalesce(sum(card.original_value_cny) filter (where gone), 0) as value,
        sum(card.original_value_cny) as acquired,
        coalesce(sum(card.original_value_cny) filter (where gone and not handed), 0) as disposed,
        coalesce(sum(card.original_value_cny) filter (where gone and handed), 0) as transferred
    from (
        select *, coalesce(regexp_matches(disposal_kind, '{TRANSFER}'), false) as handed
        from fct_asset
    ) as card
    inner join (select * from dim_month) as dim_month on card.acquired_on <= dim_month.month_end
    cross join lateral (
        select coalesce(card.disposed_on <= dim_month.month_end, false) as gone
    ) as now
    group by card.institution, dim_month.month
"""
_HEAT_SQL = """
    select institution, month, sum({heating}) as heat_kgce
    from fct_energy_use where quantity > 0 group by institution, month
"""
# what of each sum of standard coal heats, at the same basis
_HEATING = {
    "sum(mart.energy_kgce) / 1000": "heating_kgce",
    "sum(mart.energy_equivalent_kgce) / 1000": "heating_equivalent_kgce",
}


def source(metric: Metric, view: Scope, earlier: Period) -> tuple[Source, Fraction]:
    """The levels of a metric at the view's basis, and what they are multiplied by; a mean of
    months is one over the months that were filed in the view's period or in the earlier."""
    follows = metric.mart.subject in FOLLOWS
    if metric.id == VEHICLE_COST:
        return Source(VEHICLE_LEVELS, _VEHICLE_SQL), Fraction(1)
    if metric.id == ASSET_VALUE:
        return Source(ASSET_LEVELS, _ASSET_SQL, follows=False), Fraction(1)
    value, scale = _whole(metric.top(view))
    if metric.is_ratio:
        below = metric.denominator.format(months=_months(metric, view, earlier))
        sql = _by_institution(metric, f"{value} as value, {below} as below")
        return Source(("value", "below"), sql, follows), scale * Fraction(str(metric.scale))
    if metric.mart.subject == "energy":
        return _energy(metric, value, _HEATING.get(metric.top(view), "")), scale
    return Source(("value",), _by_institution(metric, f"{value} as value"), follows), scale


def _months(metric: Metric, view: Scope, earlier: Period) -> str:
    """The number of months behind each month's row, as SQL over the column it is grouped by."""
    before, now = (reading.months(metric, side) for side in (view.during(earlier), view))
    if before == now:
        return str(now)
    return f"case when mart.month < date '{view.covered.start}-01' then {before} else {now} end"


def _energy(metric: Metric, value: str, heating: str) -> Source:
    """Value, floor area, and the part of the value that heats."""
    sql = _by_institution(metric, f"{value} as value, sum(mart.building_area_m2) as area")
    if not heating:
        return Source(("value", "area"), sql)
    return Source(
        ("value", "area", "heat"),
        f"select used.*, coalesce(warm.heat_kgce, 0) as heat from ({sql}) as used"
        f" left join ({_HEAT_SQL.format(heating=heating)}) as warm"
        " on warm.institution = used.institution and warm.month = used.month",
    )


def _by_institution(metric: Metric, levels: str) -> str:
    return (
        f"select mart.institution, mart.month, {levels}"
        f" from {metric.mart.table} as mart group by mart.institution, mart.month"
    )


def _whole(numerator: str) -> tuple[str, Fraction]:
    """The numerator without its last division, which would cost the exactness of the decimals."""
    match = re.fullmatch(r"(.+) / (\d+)", numerator)
    return (match[1], Fraction(1, int(match[2]))) if match else (numerator, Fraction(1))
