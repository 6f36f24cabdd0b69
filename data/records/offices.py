"""Records behind agg_office: buildings and rooms in use at month end, staff and approved area."""

from dataclasses import replace

from data.records.part import STAFF, Ledger, Part

IN_USE = (
    "join dim_month on (one.in_use_from is null or one.in_use_from <= dim_month.month_end)"
    " and (one.disposed_on is null or one.disposed_on > dim_month.month_end)"
)
BUILDING = Part(
    "fct_building", "one.building_area_m2", "'building_area'", "one.building_code",
    "dim_month.month", IN_USE,
)  # fmt: skip
ROOM = Part(
    "fct_room", "one.usable_area_m2", "'usable_area'", "one.room_code", "dim_month.month", IN_USE
)
OFFICE = ROOM.where_also("one.basic_office")
# what an institution may have follows from its posts; its first post stands for the list
APPROVED = Part(
    """(select approved.institution, approved.approved_m2, post.file_id, post.sheet, post.row_no
    from agg_office_standard as approved
    join dim_institution_ref as place on place.institution = approved.institution
    join stg_post as post on post.institution_ref = place.ref
    where approved.approved_m2 is not null
    qualify row_number() over (
        partition by approved.institution order by post.file_id, post.sheet, post.row_no) = 1)""",
    "one.approved_m2", "'posts'", "'核定面积'", "",
)  # fmt: skip
JUDGED = "join agg_office_standard as judged on judged.institution = one.institution"
INSPECTED = (
    "join dim_deadline as due on due.rule = '办公用房巡检'"
    " and dim_month.month_end between due.valid_from and due.valid_to"
    " and one.inspected_on <= dim_month.month_end"
    " and one.inspected_on > dim_month.month_end - to_months(due.due)"
)
OVER = "join agg_office as held on held.institution = one.institution and held.over_standard_m2 > 0"


AGG_OFFICE = Ledger(
    {
        "buildings": (BUILDING.of("1", "'building_code'"),),
        "building_area_m2": (BUILDING,),
        "registered_area_m2": (BUILDING.where_also("one.registration = '已登记'"),),
        "dangerous_area_m2": (BUILDING.where_also("one.safety_grade in ('C', 'D')"),),
        "rooms": (ROOM.of("1", "'room_code'"),),
        "usable_area_m2": (OFFICE,),
        "idle_area_m2": (OFFICE.where_also("one.idle_since <= dim_month.month_end"),),
        "let_area_m2": (ROOM.where_also("one.let_from <= dim_month.month_end"),),
        "staff_persons": (STAFF,),
        "inspected_buildings": (BUILDING.with_joins(INSPECTED).of("1", "'inspected_on'"),),
        "rows": (APPROVED.of("1", "'posts'"),),
        "approved_area_m2": (APPROVED,),
        "judged_area_m2": (OFFICE.with_joins(JUDGED).where_also("judged.approved_m2 is not null"),),
        # actual less approved, of the institutions where that is above nought
        "over_standard_m2": (
            OFFICE.with_joins(f"{OVER} and held.month = dim_month.month"),
            replace(APPROVED, value="-one.approved_m2", month="held.month", joins=OVER),
        ),
    }
)
