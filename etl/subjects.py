"""Subjects: for each kind of record the columns a source card may fill, their kind and base unit.

A card maps headings to these names; staging SQL (`models/staging/stg_<subject>.sql`) turns the
text into typed columns whose names end in the unit. `key` is what makes a record the same record
when it is filed again; institutions may be named by code or by name (`INSTITUTION`).
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Column:
    """One column of a subject: `kind` is text, number, date or month; numbers have a base unit.

    `dimension` narrows the units a sender may use: a tonne is a cubic metre of water only. A date
    that is `yearly` may be a year alone, meaning its first day: of old houses no more is known.
    """

    name: str
    kind: str = "text"
    unit: str = ""
    required: bool = False
    dimension: str = ""
    yearly: bool = False


@dataclass(frozen=True)
class Subject:
    """A kind of record: Chinese label, the columns it may have, and its natural key.

    `register` names the subject, and the column shared with it, that knows the institution of a
    row that does not name one itself (a vehicle's month, a room).
    """

    name: str
    label: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    register: tuple[str, str] | None = None

    def column(self, name: str) -> Column | None:
        """The column of that name, None when the subject has no such column."""
        return next((column for column in self.columns if column.name == name), None)


def text(*names: str) -> tuple[Column, ...]:
    """Optional text columns."""
    return tuple(Column(name) for name in names)


def need(*names: str, kind: str = "text") -> tuple[Column, ...]:
    """Columns a record cannot do without."""
    return tuple(Column(name, kind, required=True) for name in names)


def dates(*names: str) -> tuple[Column, ...]:
    """Optional date columns."""
    return tuple(Column(name, "date") for name in names)


def numbers(unit: str, *names: str, required: bool = False) -> tuple[Column, ...]:
    """Number columns in the same base unit."""
    return tuple(Column(name, "number", unit, required) for name in names)


INSTITUTION = text("institution_code", "institution_name")
WHO = ("institution_code", "institution_name")

ENERGY = (
    numbers("m2", "building_area", "heating_area")
    + numbers("person", "headcount")
    + numbers("kWh", "electricity", "heating_electricity", "datacentre", "datacentre_it")
    + (Column("water", "number", "m3", dimension="水量"),)
    + numbers("m3", "gas", "heating_gas")
    + numbers("t", "coal", "heating_coal")
    + (Column("gasoline", "number", "L", dimension="汽油"),)
    + (Column("diesel", "number", "L", dimension="柴油"),)
    + numbers("GJ", "heat")
    + numbers("cny", "electricity_cost", "water_cost", "gas_cost", "coal_cost", "gasoline_cost")
    + numbers("cny", "diesel_cost", "heat_cost", "area_heat_cost")
)

RANKS = (
    "city_chief", "city_deputy", "bureau_chief", "bureau_deputy", "bureau_below",
    "county_chief", "county_deputy", "section_chief", "section_deputy", "section_below",
    "town_chief", "town_deputy", "town_below",
)  # fmt: skip
"""Posts of an office summary, in the order of its columns: 市级正职 to 局（处）级以下, and so on."""
KINDS = ("vacant", "office", "service", "equipment", "annex", "technical")

_ALL = (
    Subject(
        "institution",
        "机构名录",
        need("institution_code", "institution_name", "region", "institution_type", "admin_level")
        + text("short_name", "funding", "parent_name", "heating_kind", "datacentre", "address")
        + numbers("person", "staff_quota", "staff_actual")
        + dates("active_from", "active_to"),
        ("institution_code",),
    ),
    Subject(
        "institution_change",
        "机构沿革",
        INSTITUTION
        + need("changed_on", kind="date")
        + need("kind")
        + text("successor_code", "successor_name", "document_no", "note")
        + numbers("%", "share"),
        WHO + ("changed_on", "successor_code", "successor_name"),
    ),
    Subject(
        "post",
        "职级编制",
        INSTITUTION + need("standard_level", "rank") + numbers("person", "posts", required=True),
        WHO + ("rank",),
    ),
    Subject(
        "asset",
        "资产卡片",
        INSTITUTION
        + need("asset_code", "asset_name")
        + text("category_code", "category_name", "use_state", "disposal_kind", "location")
        + text("stocktake_result", "certificate_no", "warehouse_state")
        + numbers("piece", "quantity")
        + numbers("cny", "original_value", required=True)
        + numbers("cny", "net_value", "reuse_saving")
        + numbers("year", "life")
        + need("acquired_on", kind="date")
        + dates("idle_since", "disposed_on", "stocktake_on", "warehoused_on", "reused_on"),
        ("asset_code",),
    ),
    Subject(
        "vehicle",
        "车辆台账",
        INSTITUTION
        + need("plate")
        + text("vehicle_code", "brand_model", "vehicle_type", "vehicle_use", "fuel_kind", "state")
        + text("beidou", "marked")
        + numbers("L", "displacement", "tank")
        + numbers("seat", "seats")
        + numbers("cny", "price")
        + need("purchased_on", kind="date")
        + dates("scrapped_on"),
        ("plate",),
    ),
    Subject(
        "vehicle_quota",
        "公务用车编制",
        INSTITUTION + numbers("vehicle", "general_quota", "enforcement_quota", "special_quota"),
        WHO,
    ),
    Subject(
        "vehicle_month",
        "车辆运行月报",
        INSTITUTION
        + need("plate")
        + need("month", kind="month")
        + numbers("km", "distance", "odometer")
        + numbers("L", "fuel")
        + numbers("kWh", "charge")
        + numbers("cny", "fuel_cost", "charge_cost", "repair_cost", "insurance_cost", "toll_cost")
        + numbers("day", "days_out"),
        ("plate", "month"),
        register=("vehicle", "plate"),
    ),
    Subject(
        "building",
        "办公用房楼座",
        INSTITUTION
        + need("building_code", "building_name")
        + text("address", "structure", "registration", "certificate_no", "safety_grade")
        + numbers("m2", "building_area", required=True)
        + numbers("m2", "usable_area", "land_area", "heating_area", "technical_area")
        + numbers("floor", "floors")
        + (Column("in_use_from", "date", yearly=True),)
        + dates("disposed_on", "inspected_on"),
        ("building_code",),
    ),
    Subject(
        "room",
        "办公用房房间",
        INSTITUTION
        + need("building_code", "room_code", "room_use")
        + text("floor", "rank", "state", "tenant")
        + numbers("m2", "usable_area", required=True)
        + numbers("person", "occupants")
        + dates("idle_since", "let_from"),
        ("room_code",),
        register=("building", "building_code"),
    ),
    Subject(
        "building_event",
        "办公用房全周期事项",
        need("event_no", "building_code", "stage", "event")
        + need("happened_on", kind="date")
        + text("room_code", "document_no", "result")
        + numbers("m2", "area")
        + numbers("cny", "cost"),
        ("event_no",),
    ),
    Subject(
        "energy",
        "能源资源消费月报",
        INSTITUTION + need("month", kind="month") + ENERGY,
        WHO + ("month",),
    ),
    Subject(
        "energy_quarter",
        "能源资源消费季报",
        INSTITUTION + need("quarter", kind="quarter") + ENERGY,
        WHO + ("quarter",),
    ),
    Subject(
        "energy_year",
        "能源资源消费年报",
        INSTITUTION + numbers("year", "year", required=True) + ENERGY,
        WHO + ("year",),
    ),
    Subject(
        "energy_part",
        "能源资源消费年报分表",
        INSTITUTION + numbers("year", "year", required=True) + need("part") + ENERGY,
        WHO + ("year", "part"),
    ),
    Subject(
        "review",
        "服务评价",
        INSTITUTION
        + need("review_no", "grade", "service_level", "channel")
        + text("service", "active", "comment", "supervised")
        + need("reviewed_on", kind="date")
        + dates("feedback_on", "fixed_on", "callback_on"),
        ("review_no",),
    ),
    Subject(
        "service_month",
        "服务办件月报",
        INSTITUTION + need("month", kind="month") + numbers("case", "handled", required=True),
        WHO + ("month",),
    ),
    Subject(
        "property_problem",
        "办公用房产权问题",
        need("region", "case_no", "responsible_unit", "category")
        + text("subcategory", "property_name", "reason", "suggestion", "lead_unit")
        + text("support_unit", "funding_unit")
        + numbers("place", "properties", required=True)
        + numbers("m2", "area"),
        ("region", "case_no"),
    ),
    Subject(
        "office_summary",
        "办公用房信息汇总",
        need("address")
        + text("item_no", "users", "region", "user_kind", "registration", "built", "let", "note")
        + numbers("m2", "land_area", "building_area", "office_area", "technical_area")
        + numbers("m2", "room_area", "service_area", "equipment_area", "basic_area", "annex_area")
        + numbers("person", *(f"posts_{rank}" for rank in RANKS)),
        ("region", "address", "users"),
    ),
    Subject(
        "office_use",
        "办公用房总体使用情况",
        need("region")
        + dates("as_of")
        + numbers("person", "staff_quota", "staff_actual")
        + numbers("room", *(f"{kind}_rooms" for kind in KINDS))
        + numbers("m2", *(f"{kind}_area" for kind in KINDS))
        + numbers("m2", "basic_building_area", "building_area"),
        ("region", "as_of"),
    ),
    Subject(
        "office_clearance",
        "办公用房清理腾退",
        need("reporter", "kind")
        + text("region", "note")
        + dates("as_of")
        + numbers("m2", "room_area", "service_area", "equipment_area", "basic_area", "annex_area"),
        ("reporter", "kind", "as_of"),
    ),
    Subject(
        "building_project",
        "办公用房与技术业务用房建设项目",
        need("project_name")
        + text("project_no", "approver", "builder", "users", "address", "kind", "region", "stage")
        + numbers("m2", "scale", required=True)
        + numbers("cny", "estimate", "spent")
        + dates("approved_on", "started_on", "finished_on"),
        ("project_name", "builder"),
    ),
    Subject(
        "energy_summary",
        "能源资源消费汇总（按机构类型）",
        need("reporter", "institution_type")
        + numbers("year", "year", required=True)
        + text("region")
        + numbers("piece", "institutions")
        + ENERGY,
        ("reporter", "institution_type", "year"),
    ),
    Subject(
        "published_figure",
        "公开数据",
        need("region", "publisher", "indicator", "unit_name")
        + text("note")
        + numbers("year", "year")
        + numbers("", "value", required=True),
        ("region", "publisher", "indicator", "year"),
    ),
)

SUBJECTS = {subject.name: subject for subject in _ALL}
