"""Records behind agg_energy_goal: twelve months of returns, and those of the base year."""

from data.records.part import Ledger, Part

# a quota is judged at the month that closes twelve: its return stands for the institution
JUDGED = Part(
    "fct_energy", "goal.judged", "'building_area'", "''", "one.month",
    "join agg_energy_goal as goal on goal.institution = one.institution"
    " and goal.month = one.month",
)  # fmt: skip
_YEAR = (
    "join agg_energy_goal as goal on goal.institution = one.institution"
    " and goal.base_year is not null"
    " and one.month between goal.month - interval 11 month and goal.month"
)
_OF_MONTH = "one.carrier || strftime(one.month, ' %Y-%m')"
USED = Part(
    "fct_energy_use", "one.energy_kgce", "one.carrier", _OF_MONTH, "goal.month", _YEAR,
    "one.energy_kgce is not null",
)  # fmt: skip
AREA = Part(
    "fct_energy", "one.building_area_m2 / 12", "'building_area'",
    "strftime(one.month, '%Y-%m')", "goal.month", _YEAR,
)  # fmt: skip
_CARRIERS = {
    "electricity": "electricity_kwh", "gas": "gas_m3", "coal": "coal_t",
    "gasoline": "gasoline_l", "diesel": "diesel_l", "heat": "heat_gj",
}  # fmt: skip
# as agg_energy_base.sql says: the annual return, where there is none the sum of the months
_BASE = f"""(
    with settled as (
        select institution, year, file_id, sheet, row_no, building_area_m2,
            unnest([{", ".join(f"'{name}'" for name in _CARRIERS)}]) as carrier,
            unnest([{", ".join(_CARRIERS.values())}]) as quantity
        from fct_energy_year
    )
    select settled.institution, settled.year, settled.file_id, settled.sheet, settled.row_no,
        settled.carrier, '年报 ' || settled.year as filed,
        settled.quantity * factors.kgce_per_unit as energy_kgce,
        settled.quantity * factors.equivalent_kgce_per_unit as energy_equivalent_kgce
    from settled join dim_energy_factor as factors on factors.carrier = settled.carrier
        and make_date(settled.year, 12, 31) between factors.valid_from and factors.valid_to
    union all
    select use.institution, year(use.month), use.file_id, use.sheet, use.row_no, use.carrier,
        strftime(use.month, '%Y-%m'), use.energy_kgce, use.energy_equivalent_kgce
    from fct_energy_use as use anti join fct_energy_year as settled
        on settled.institution = use.institution and settled.year = year(use.month))"""
_BASE_AREA = """(
    select institution, year, file_id, sheet, row_no, '年报 ' || year as filed,
        cast(building_area_m2 as double) as area_m2
    from fct_energy_year
    union all
    select filed.institution, year(filed.month), filed.file_id, filed.sheet, filed.row_no,
        strftime(filed.month, '%Y-%m'), filed.building_area_m2 / 12
    from fct_energy as filed anti join fct_energy_year as settled
        on settled.institution = filed.institution and settled.year = year(filed.month))"""
_BASED = (
    "join agg_energy_goal as goal on goal.institution = one.institution"
    " and goal.base_year = one.year"
)
BASE = Part(
    _BASE, "one.energy_kgce", "one.carrier", "one.carrier || '（基年 ' || one.filed || '）'",
    "goal.month", _BASED, "one.energy_kgce is not null",
)  # fmt: skip
BASE_AREA = Part(
    _BASE_AREA, "one.area_m2", "'building_area'", "'基年 ' || one.filed", "goal.month", _BASED
)
EQUIVALENT = "one.energy_equivalent_kgce"

AGG_ENERGY_GOAL = Ledger(
    {
        "judged": (JUDGED.where_also("goal.judged = 1"),),
        "over_quota": (
            JUDGED.of("goal.over_quota", "'building_area'").where_also("goal.judged = 1"),
        ),
        "path_energy_kgce": (USED,),
        "path_energy_equivalent_kgce": (USED.of(EQUIVALENT, "one.carrier"),),
        "path_area_m2": (AREA,),
        "base_energy_kgce": (BASE,),
        "base_energy_equivalent_kgce": (BASE.of(EQUIVALENT, "one.carrier"),),
        "base_area_m2": (BASE_AREA,),
    },
    levels=("path_pct",),
)
