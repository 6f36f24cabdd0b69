"""Which rows of a sheet are no data: control totals, and what is written below or under a table."""

TOTALS = (
    "contains(first_text, '计') and regexp_full_match(squeeze(first_text),"
    " '.{0,12}(合计|小计|总计|共计)([(]?(人民币)?(万?元)?[)]?)?:?')"
)
WORD = (
    "case when contains(squeeze(first_text), '小计') then '小计'"
    " when contains(squeeze(first_text), '总计') then '总计' else '合计' end"
)
FOOTER = (
    "(contains(first_text, ':') or contains(first_text, '：')"
    " or first_text in ('备注', '注', '说明'))"
    " and regexp_matches(squeeze(first_text), '^((填表|填报|制表|编制|审核|复核|经办|统计|报送|打印|单位)?"
    "(单位)?(负责)?(人|日期|时间)|联系(人|电话)|制表|审核|复核|备注|注|说明|其中|(计量|金额|数据)?单位)\\d?(:|$)')"
)
"""SQL that is true for control totals, which of them, and for lines below a table: who filled it
in, and remarks."""
SUMS = "('合计', '小计', '总计', '共计')"
LEADING = 8  # columns among which the first text of a row is looked for


def first_text(last: int, days: set[int], named: int | None = None) -> str:
    """The SQL of the first cell of a row, up to `last`, neither blank nor number nor day; a sum by
    region has its word further right, where the institution is `named`."""
    texts = [f"case when try_cast(c{at} as double) is null then c{at} end"
             for at in range(min(last + 1, LEADING)) if at not in days]  # fmt: skip
    if named is not None:
        said = f"contains(c{named}, '计') and squeeze(c{named}) in {SUMS}"
        texts = [f"case when {said} then c{named} end", *texts]
    return f"coalesce({', '.join([*texts, 'cast(null as varchar)'])})"
