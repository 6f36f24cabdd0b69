"""What is said of a text that is no number, day, month or quarter where one is asked for."""

from etl import filed
from etl.subjects import Column
from etl.words import quote

KINDS = {"number": "数值", "date": "日期（如 2026-10-01）", "month": "月份（如 2026-10）",
         "quarter": "季度（如 2026年第三季度、2026Q3）"}  # fmt: skip
QUARTER = "季度?|[Qq][1-4]"
QUARTERLY = (
    "'是季度，而本表按月报送，不能把一个季度的数拆到各月。请分月填写（如 2026-07、2026-08、2026-09）；"
    "只有季度数的，请用“季度”一列的季报表样报送（来源卡 form_energy_quarter）。'"
)
YEAR, SHORT_YEAR = "(19|20)\\d\\d(\\.0+)?年?(度|建|底|初)?", "\\d{2}[-/.]\\d{1,2}([-/.]\\d{1,2})?"
YEAR_ALONE = (
    "'只写了年份，不知道是几月，而本列要按日期计算年限。请按凭证补到月（如 2008-05，按当月 1 日计）"
    "或日（如 2008-05-16）后重新报送；无从查考的请留空，本列必填的请向资产管理部门核实。'"
)
TWO_DIGITS = "'的年份只有两位，或年月日次序不明，无法判断。请写全，如 2008-05-16，再重新报送。'"


def wrong_kind(column: Column) -> str:
    """SQL of what is wrong with a text that is no number, day or month of its column."""
    cell, ours = filed.beside(column), KINDS[column.kind]
    cases = ""
    if column.kind == "number":
        unit = f"（{column.unit}）" if column.unit else ""
        cases = f"when suffix(squeeze({cell}), '%') or suffix({cell}, '‰') then '是百分数，而本列应填数量{unit}"
        cases += "，不能换算。请填写数量后重新报送。'"
    elif column.kind == "date":
        cases = f"when regexp_full_match(squeeze({cell}), {quote(YEAR)}) then {YEAR_ALONE}"
        cases += f" when regexp_full_match(squeeze({cell}), {quote(SHORT_YEAR)}) then {TWO_DIGITS}"
    elif column.kind == "month":
        cases = f"when regexp_matches(squeeze({cell}), {quote(QUARTER)}) then {QUARTERLY}"
    return (
        f"case {cases} else '不是{ours}，请改正后重新报送。' end"
        if cases
        else (f"'不是{ours}，请改正后重新报送。'")
    )
