"""Words of the trade by which `learn` knows a column it has met under no such heading.

Headings: a word in them speaks for the column. Values: what most cells of the column look like.
Source: the forms of domain.md §10.1–10.5; of two columns the longer word wins.
"""

import re

HEADINGS = {
    "institution_code": "信用代码|组织机构代码|机构代码|单位编码|机构编码",
    "institution_name": "单位名称|机构名称|使用单位|机构全称|单位全称|用能单位|服务单位|被评价单位",
    "short_name": "简称|别名|曾用名",
    "region": "行政区划|所在地区|区划|区县|所属地区|地区",
    "institution_type": "机构类型|机构分类|单位性质|单位类别|机构性质|类型编码",
    "admin_level": "行政级别|机构级别|管理层级|单位层级|行政层级",
    "funding": "经费|供养",
    "parent_name": "主管|上级",
    "staff_quota": "核定编制|编制人数|编制数",
    "active_from": "设立|成立|启用|纳入",
    "active_to": "撤销|退出名录|注销",
    "standard_level": "机关级别|单位级别|标准层级|标准级别",
    "rank": "职级|职务级别",
    "posts": "职数|核定人数",
    "asset_code": "资产编号|资产编码|卡片编号|卡片编码",
    "asset_name": "资产名称",
    "category_code": "分类代码|分类编码|分类码",
    "category_name": "分类名称|资产大类|资产类别",
    "original_value": "原值|价值",
    "net_value": "净值|账面净值|账面价值|账面净额",
    "life": "折旧年限|使用年限",
    "use_state": "使用状况|使用状态|资产状态",
    "certificate_no": "权属证|产权证|不动产权|证书编号|证号",
    "location": "存放地点|保管地点|坐落位置",
    "vehicle_code": "资产编号|卡片编号|固定资产编号",
    "plate": "车牌|号牌",
    "brand_model": "品牌|厂牌|型号",
    "vehicle_type": "车辆类型|车型|车辆种类",
    "vehicle_use": "车辆用途|车辆性质|用途分类",
    "fuel_kind": "燃油类型|燃料|能源类型",
    "seats": "座位|载客|座数",
    "price": "价格|购置价|购价|价值",
    "purchased_on": "购置日期|登记日期|购车日期",
    "scrapped_on": "报废日期|注销日期|处置日期",
    "beidou": "北斗|卫星定位",
    "marked": "标识",
    "odometer": "累计里程|里程表|累计行驶|表底|表数",
    "distance": "行驶里程|本月里程",
    "toll_cost": "过路|过桥|停车|通行",
    "days_out": "出车天数|出勤天数|用车天数",
    "building_area": "总建筑面积|建筑面积|证载面积",
    "land_area": "占地|用地面积|宗地",
    "registration": "产权登记|权属登记|权属状态",
    "in_use_from": "投入使用|竣工|建设年代|建成",
    "inspected_on": "巡检|检查日期",
    "room_use": "房间用途|房间类型|用途",
    "tenant": "承租|租户|出租.*对象",
    "let_from": "起租|租期|出租.*日期",
    "stage": "阶段|环节",
    "event": "事项|业务名称",
    "event_no": "事项编号|业务单号|流水号",
    "happened_on": "办理日期|业务日期|发生",
    "document_no": "文号|批文",
    "review_no": "评价编号|评价ID|评价单号",
    "service": "服务事项|服务名称|事项名称",
    "service_level": "服务层级|服务主体|主体类别",
    "grade": "评价等级|满意度|星级",
    "channel": "渠道",
    "active": "主动|评价方式|评价类型|评价性质",
    "comment": "评价内容|意见|建议|留言",
    "feedback_on": "反馈日期|答复",
    "fixed_on": "整改",
    "callback_on": "回访",
    "supervised": "督办",
    "reviewed_on": "评价日期|评价时间|提交日期",
    "handled": "办件|办结件|受理.*件",
    "case_no": "编号|序号",
    "reason": "原因",
    "suggestion": "意见|建议",
    "subcategory": "子类|小类|具体类",
    "heat": "热量|耗热",
    "heat_cost": "热费|热力费",
}
VALUES = {
    "region": r"6[4][0-9]{4}|.{2,6}(市|县|区|自治区)(本级)?",
    "plate": r"[\u4e00-\u9fff][A-Z]·?.{4,6}",
    "vehicle_use": r".*(公务用车|应急保障|机要通信|执法执勤|特种专业|领导.*用车|离退休).*",
    "service_level": r"(国家|省|自治区|市|州|县|区|乡|镇|乡镇|村)级",
    "grade": r"非常满意|满意|基本满意|不满意|非常不满意|[一二三四五1-5]星级?",
    "fuel_kind": r".*(汽油|柴油|纯电|电动|混合动力|混动|天然气).*",
    "institution_code": r"[0-9A-Z]{18}",
}
_WORDS = {
    column: [re.compile(word) for word in words.split("|")] for column, words in HEADINGS.items()
}
CERTAIN, LIKELY = 0.9, 0.75
CODES = {
    "102": "building_area", "103": "headcount", "110": "electricity", "111": "electricity_cost",
    "120": "water", "121": "water_cost", "130": "coal", "131": "coal_cost", "140": "gas",
    "141": "gas_cost", "150": "gasoline", "151": "gasoline_cost", "160": "diesel",
    "161": "diesel_cost", "170": "heat", "171": "heat_cost", "240": "datacentre",
    "2401": "datacentre_it", "301": "heating_area", "320": "heating_electricity",
    "330": "heating_coal", "340": "heating_gas", "380": "area_heat_cost",
}  # fmt: skip
"""Indicator codes of the national tables (domain.md §1.3) and our columns."""
CODE = re.compile(r"[1-4]\d{2,3}")
CODED = re.compile("码|代号|编号|指标")
AMOUNT = re.compile("数值|本期|实际|值|数|量")


def long_form(values: dict[str, list[str]]) -> tuple[str, str] | None:
    """The headings of code and value where a table has one row an indicator, else None."""
    for heading, cells in values.items():
        seen = [cell.strip() for cell in cells if cell.strip()]
        known = sum(cell in CODES for cell in seen)
        coded = CODED.search(heading) and all(map(CODE.fullmatch, seen))
        if not coded or known < 2 or known < len(seen) / 2:
            continue
        amounts = [other for other in values if other != heading and AMOUNT.search(other)]
        numeric = [other for other in amounts if _mostly_numbers(values[other])]
        if numeric:
            return heading, numeric[-1]
    return None


def _mostly_numbers(cells: list[str]) -> bool:
    seen = [cell.strip() for cell in cells if cell.strip()]
    plain = sum(bool(re.fullmatch(r"-?[\d,]+(\.\d+)?", cell)) for cell in seen)
    return bool(seen) and plain > len(seen) / 2


def named(column: str, heading: str) -> float:
    """How surely a heading's words speak for the column: 0, or 0.75 to 0.9 with their share."""
    found = [match.end() - match.start() for word in _WORDS.get(column, ())
             if (match := word.search(heading))]  # fmt: skip
    if not found:
        return 0.0
    return LIKELY + (CERTAIN - LIKELY) * min(1.0, max(found) / max(1, len(heading)))


def valued(column: str, values: list[str]) -> bool:
    """Whether the values say by themselves which column it is."""
    pattern = VALUES.get(column)
    seen = [value.strip() for value in values if value.strip()]
    return bool(pattern and len(seen) > 1 and all(re.fullmatch(pattern, value) for value in seen))
