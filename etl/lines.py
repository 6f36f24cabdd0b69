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
    "(单位)?(负责)?(人|日期|时间)|联系(人|电话)|制表|审核|复核|备注|注|说明|其中)\\d?(:|$)')"
)
"""SQL that is true for control totals, which of them, and for lines below a table: who filled it
in, and remarks."""
LEADING = 8  # columns among which the first text of a row is looked for


def first_text(last: int, days: set[int]) -> str:
    """The SQL of the first cell of a row, up to `last`, neither blank nor number nor day.

    A failed cast is slow (0.2 µs), hence the look at the first sign before it.
    """
    texts = [f"case when ord(c{at}) > 127 then c{at}"
             f" when try_cast(c{at} as double) is null then c{at} end"
             for at in range(min(last + 1, LEADING)) if at not in days]  # fmt: skip
    return f"coalesce({', '.join([*texts, 'cast(null as varchar)'])})"
