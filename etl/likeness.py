"""How alike two headings are, and what the values below one look like.

Headings are compared as sets of signs and pairs of signs, after words that mean the same in such
tables are made one and units are taken off.
"""

import re
from functools import lru_cache

from etl import units
from etl.subjects import Column
from etl.words import squeeze

SAME = {
    "编号": ("编码", "代码", "号码", "单号", "流水号", "ID", "分类码"),
    "日期": ("时间", "年月日", "起始日期"),
    "费": ("费用", "金额", "价款", "支出"),
    "量": ("数量", "实物量", "消费量", "用量", "总用电量", "件数"),
    "单位": ("机构", "部门", "全称"),
    "状态": ("状况", "情况", "结果"),
    "供暖": ("采暖", "取暖"),
    "类型": ("类别", "种类", "分类", "性质", "大类", "方式", "形式", "途径"),
    "地址": ("位置", "坐落", "地点", "地址坐落", "详细地址"),
    "楼座": ("房屋", "房产", "楼栋", "建筑物"),
    "级别": ("层级", "等级"),
    "机房": ("数据中心",),
    "评价": ("满意度",),
    "月份": ("账期", "报告期", "所属期", "统计期"),
    "年度": ("年份", "统计年"),
    "实有": ("在编", "在岗", "现有"),
    "处置": ("核销", "核减", "报废", "注销", "退出"),
    "购置": ("取得", "购入", "入账", "登记"),
    "闲置": ("空置", "停用"),
    "整改": ("办结",),
    "盘点": ("清查", "盘库"),
}
"""Words taken for the first: no list of headings, but what they are made of."""
HEADS = ("日期", "编号", "单位", "状态", "类型", "名称", "级别", "地址", "费", "量", "数", "面积", "人",
         "车辆", "资产", "项目")  # fmt: skip
PLAIN = 0.4  # what a sign of such a head noun counts: 添置日期 and 处置日期 share next to nothing
UNIT = re.compile(r"\(([^()]*)\)$")
MANY = 20_000  # headings that are remembered
MOST = 0.95  # what two headings that are not the same may reach
NUMBER = re.compile(r"[-+]?\d[\d,]*(\.\d+)?%?")
DAY = re.compile(
    r"(19|20)\d{2}[-/.年]?(0?[1-9]|1[0-2])([-/.月]?(0?[1-9]|[12]\d|3[01]))?[日号]?(月份?)?"
    r"(T?\d{1,2}:\d{2}(:\d{2})?)?|[34]\d{4}"
)
PLATE = re.compile(r"[\u4e00-\u9fff][A-Z]·?.{4,6}")
QUARTER = re.compile("季|[Qq][1-4]$")
FARTHEST = 15_000  # km a car goes in a month
NOTHING = {"", "/", "—", "-", "无", "－"}


@lru_cache(MANY)
def core(heading: str) -> str:
    """The heading without its unit, in common words."""
    text = UNIT.sub("", squeeze(heading)).replace("/", "")
    for word, others in SAME.items():
        for other in sorted(others, key=len, reverse=True):
            text = text.replace(other, word)
    return text


@lru_cache(MANY)
def _parts(text: str) -> frozenset[str]:
    return frozenset(text) | frozenset(map("".join, zip(text, text[1:], strict=False)))


_OF_HEADS = frozenset().union(*map(_parts, HEADS))


def _weight(parts: frozenset[str], plain: float) -> float:
    """How much the signs tell: those of a head noun that many headings end in may tell little."""
    return len(parts) - (1 - plain) * len(parts & _OF_HEADS)


def likeness(heading: str, known: str, plain: float = 1.0) -> float:
    """0 for nothing in common to 1 for the same heading; `plain`: what a head noun counts."""
    if squeeze(heading) == squeeze(known):
        return 1.0
    left, right = _parts(core(heading)), _parts(core(known))
    return _shared(left, _weight(left, plain), right, _weight(right, plain), plain)


def _shared(
    left: frozenset[str], one: float, right: frozenset[str], other: float, plain: float
) -> float:
    """The likeness of two headings by their parts and what these weigh."""
    if left.isdisjoint(right):
        return 0.0
    shared = _weight(left & right, plain)
    return MOST * max(2 * shared / (one + other), 0.8 * shared / min(one, other))


@lru_cache(MANY)
def nearest(heading: str, every: frozenset[str]) -> float:
    """The likeness to the most alike of the headings, 0 without any; head nouns count little."""
    same, known = _weighed(every)
    if squeeze(heading) in same:
        return 1.0
    left = _parts(core(heading))
    one = _weight(left, PLAIN)
    return max((_shared(left, one, right, other, PLAIN) for right, other in known), default=0.0)


@lru_cache(1024)
def _weighed(every: frozenset[str]) -> tuple[set[str], list[tuple[frozenset[str], float]]]:
    """The headings squeezed, and the parts of each, once, with what they weigh."""
    parts = {_parts(core(heading)) for heading in every}
    return {squeeze(heading) for heading in every}, [(one, _weight(one, PLAIN)) for one in parts]


def unit_of(heading: str) -> str:
    """What stands in brackets at the end of the heading, else its letters at the end, else its
    lowest part when that is a unit (自来水/元)."""
    text = squeeze(heading)
    if found := UNIT.search(text) or re.search(r"([A-Za-z][A-Za-z0-9]*)$", text):
        return found[1]
    last = text.rpartition("/")[2]
    return last if "/" in text and units.is_unit(last) else ""


def _is_number(value: str, column: Column) -> bool:
    """Whether a cell is a number, perhaps with 万 or a unit of the column behind it."""
    word = value[len(found[0]) :] if (found := NUMBER.match(value)) else None
    if word and column.kind == "number":
        plain = word.removeprefix("万").removeprefix("亿")
        plain = plain.removesuffix("T") if column.name == "displacement" else plain  # 1.8T
        return not plain or units.factor(plain, column.unit, column.dimension) is not None
    return word == ""


def _least(seen: list[str]) -> float:
    """The smallest of the values, 0 when one is no number."""
    plain = [value.replace(",", "").removesuffix("%") for value in seen]
    return min(map(float, plain)) if all(map(NUMBER.fullmatch, seen)) else 0


def fits(column: Column, values: list[str]) -> float:
    """How well values suit a column's kind: 1 well or nothing to see, near 0 not at all."""
    seen = [squeeze(value) for value in values if squeeze(value) not in NOTHING]
    if not seen:
        return 1.0
    numbers = sum(_is_number(value, column) for value in seen) / len(seen)
    days = sum(bool(DAY.fullmatch(value)) for value in seen) / len(seen)
    if column.name == "distance" and _least(seen) > FARTHEST:
        return 0.4  # no month's way, but the reading of the instrument
    if column.name == "year":
        return 1.0 if all(re.fullmatch(r"20\d\d年?", value) for value in seen) else 0.1
    if column.name == "institution_code":
        return 1.0 if all(re.fullmatch(r"[0-9A-Z]{8,18}", value) for value in seen) else 0.3
    if column.name == "plate":
        return 1.0 if all(PLATE.fullmatch(value) for value in seen) else 0.2
    match column.kind:
        case "number":
            return max(0.05, numbers)
        case "quarter":
            return max(0.05, sum(bool(QUARTER.search(value)) for value in seen) / len(seen))
        case "date" | "month":
            return max(0.05, days)
    whole = column.name in ("institution_name", "building_name", "address", "parent_name")
    return 0.2 if numbers == 1 and whole else 0.35 if days == 1 else 1.0
