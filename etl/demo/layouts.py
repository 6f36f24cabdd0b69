"""Which sender writes which subject on which card, into which file, in which manner."""

from dataclasses import dataclass, field

from etl.demo.template import Style

ISO, CHINESE, DOT, REAL = (
    Style(),
    Style("chinese", "{year}年{month}月"),
    Style("dot"),
    Style("real"),
)
TIGHT = Style("iso", "{year}{month:02d}")


@dataclass(frozen=True)
class Layout:
    """One kind of sheet of one sender. `file` may hold {split}; sheets may be one a county."""

    sender: str
    subject: str
    card: str
    file: str
    sheet: str = "Sheet1"
    style: Style = field(default_factory=Style)
    totals: str = ""
    by_county: bool = False
    numbered: bool = False


ESTATE = {"building": "楼座", "room": "房间", "building_event": "全周期事项"}
OFFICE = {"post": "职级编制"} | ESTATE
FLEET = {"vehicle": "车辆台账", "vehicle_quota": "核定编制"}
PRAISE = {"review": "评价明细", "service_month": "办件量"}


def together(
    sheets: dict[str, str], sender: str, card: str, file: str, style: Style, **more
) -> list[Layout]:
    """Several subjects of one sender: sheets of one workbook, or a csv each ({sheet})."""
    return [
        Layout(sender, subject, f"{card}_{subject}", file.format(sheet=sheet), sheet, style, **more)
        for subject, sheet in sheets.items()
    ]


# fmt: off
ROSTERS = [
    Layout("区直", "institution", "region_institution", "自治区本级公共机构名录库.xlsx", "名录", REAL),
    Layout("区直", "institution_change", "region_institution_change", "自治区公共机构沿革表.xlsx",
        "沿革", REAL),
    Layout("银川市", "institution", "yinchuan_institution", "银川市公共机构名录.xlsx", "名录", CHINESE,
        numbered=True, totals="合计"),
    Layout("石嘴山市", "institution", "shizuishan_institution", "石嘴山市公共机构基本信息.csv"),
    Layout("吴忠市", "institution", "wuzhong_institution", "吴忠市公共机构名录（分县）.xlsx", style=DOT,
        by_county=True),
    Layout("固原市", "institution", "yinchuan_institution", "固原市公共机构名录.xlsx", "机构名录", REAL),
    Layout("中卫市", "institution", "shizuishan_institution", "中卫市公共机构基本信息.csv", style=CHINESE),
]
OFFICES = [
    *together(OFFICE, "区直", "region", "自治区本级办公用房台账.xlsx", REAL),
    *together(OFFICE, "银川市", "yinchuan", "银川市办公用房台账.xlsx", Style("dot", null="/"),
        numbered=True, totals="合计"),
    *together(OFFICE, "石嘴山市", "shizuishan", "石嘴山市办公用房_{sheet}.csv", ISO),
    *together(OFFICE, "吴忠市", "yinchuan", "吴忠市办公用房台账.xlsx", CHINESE, totals="合计"),
    Layout("固原市", "post", "yinchuan_post", "固原市办公用房台账.xlsx", "职级编制", CHINESE),
    *together(ESTATE, "固原市", "region", "固原市办公用房台账.xlsx", CHINESE),
    *together(OFFICE, "中卫市", "shizuishan", "中卫市办公用房_{sheet}.csv", CHINESE),
]
VEHICLES = [
    *together(FLEET, "区直", "region", "自治区本级公务用车台账.xlsx", REAL),
    *together(FLEET, "银川市", "yinchuan", "银川市公务用车台账.xlsx", Style("dot", null="/"),
        numbered=True),
    *together(FLEET, "石嘴山市", "shizuishan", "石嘴山市公务用车_{sheet}.csv", ISO),
    *together(FLEET, "吴忠市", "yinchuan", "吴忠市公务用车台账.xlsx", CHINESE, totals="合计"),
    *together(FLEET, "固原市", "region", "固原市公务用车台账.xlsx", DOT),
    *together(FLEET, "中卫市", "shizuishan", "中卫市公务用车_{sheet}.csv", CHINESE),
    Layout("区直", "vehicle_month", "region_vehicle_month", "自治区本级公务用车运行月报.csv", style=ISO),
    Layout("银川市", "vehicle_month", "yinchuan_vehicle_month", "银川市公务用车运行月报.csv",
        style=Style("iso", "{year}年{month}月", "/")),
    Layout("石嘴山市", "vehicle_month", "shizuishan_vehicle_month", "石嘴山市单车核算明细.csv"),
    Layout("吴忠市", "vehicle_month", "yinchuan_vehicle_month", "吴忠市公务用车运行费用月报_{split}年.xlsx",
        "月报", CHINESE, totals="合计"),
    Layout("固原市", "vehicle_month", "region_vehicle_month", "固原市公务用车运行月报.csv", style=TIGHT),
    Layout("中卫市", "vehicle_month", "shizuishan_vehicle_month", "中卫市单车核算明细.csv"),
]
ASSETS = [
    Layout("区直", "asset", "region_asset", "自治区本级固定资产卡片.xlsx", "资产卡片", REAL),
    Layout("银川市", "asset", "yinchuan_asset", "银川市资产卡片明细账.csv", style=Style("iso", null="/")),
    Layout("石嘴山市", "asset", "shizuishan_asset", "石嘴山市资产导出表_{split}.csv"),
    Layout("吴忠市", "asset", "yinchuan_asset", "吴忠市资产卡片明细账.csv", style=CHINESE),
    Layout("固原市", "asset", "region_asset", "固原市固定资产卡片.csv", style=ISO),
    Layout("中卫市", "asset", "shizuishan_asset", "中卫市资产导出表.csv", style=CHINESE),
]
SERVICES = [
    *together(PRAISE, "区直", "region", "自治区本级机关服务好差评.xlsx", REAL),
    *together(PRAISE, "银川市", "yinchuan", "银川市服务评价_{sheet}.csv", CHINESE),
    *together(PRAISE, "石嘴山市", "shizuishan", "石嘴山市好差评_{sheet}.csv", ISO),
    *together(PRAISE, "吴忠市", "yinchuan", "吴忠市服务评价.xlsx", CHINESE),
    *together(PRAISE, "固原市", "region", "固原市机关服务_{sheet}.csv", ISO),
    *together(PRAISE, "中卫市", "shizuishan", "中卫市好差评_{sheet}.csv", CHINESE),
]
ENERGY = [
    Layout("区直", "energy", "region_energy_month", "自治区本级公共机构能耗月报_{split}年.xlsx", "月报"),
    Layout("银川市", "energy", "yinchuan_energy_month", "银川市公共机构能耗月报_{split}年.xlsx", "能耗月报",
        CHINESE, "合计", numbered=True),
    Layout("石嘴山市", "energy", "shizuishan_energy_month", "石嘴山市能耗月度导出_{split}年.csv",
        style=TIGHT),
    Layout("吴忠市", "energy", "wuzhong_energy_month", "吴忠市公共机构能耗月报_{split}年.xlsx",
        style=CHINESE, totals="合计", by_county=True),
    Layout("固原市", "energy", "guyuan_energy_month", "固原市能源资源消费指标数据_{split}年.csv"),
    Layout("中卫市", "energy", "zhongwei_energy_month", "中卫市公共机构能源资源消费统计表_{split}年.xlsx", "统计表",
        totals="小计"),
    Layout("区直", "energy_year", "region_energy_year", "自治区本级公共机构能耗年报_{split}年.xlsx", "年报"),
    Layout("银川市", "energy_year", "yinchuan_energy_year", "银川市公共机构能耗年报_{split}年.xlsx", "能耗年报",
        Style(null="—"), "合计", numbered=True),
    Layout("石嘴山市", "energy_year", "shizuishan_energy_year", "石嘴山市能耗年度导出_{split}年.csv"),
    Layout("吴忠市", "energy_year", "yinchuan_energy_year", "吴忠市公共机构能耗年报_{split}年.xlsx", "能耗年报",
        totals="合计"),
    Layout("固原市", "energy_year", "region_energy_year", "固原市公共机构能耗年报_{split}年.xlsx", "年报"),
    Layout("中卫市", "energy_year", "shizuishan_energy_year", "中卫市能耗年度导出_{split}年.csv"),
]
# fmt: on
LAYOUTS = [*ROSTERS, *OFFICES, *VEHICLES, *ASSETS, *SERVICES, *ENERGY]
