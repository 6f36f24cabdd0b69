"""Findings in returns and reviews: returns that never came, bad reviews not mended."""

from etl.finding import Rule, at, in_force, places

RETURN = "if(p.subject = 'energy', '能源资源消费月报', '车辆运行月报')"
SINCE = "(now.workdays_passed - got.workdays_passed)"


def reviews(rule: str, value: str, said: str, where: str, due: str = "last.day") -> Rule:
    """A rule about bad reviews one by one; working days by the calendar, holidays deducted."""
    return Rule(rule, f"""
        select r.institution, r.review_no as object, null as month, {value} as value,
            allowed.due as expected, k.clause,
            '“' || r.grade || '”（' || r.reviewed_on || '）' || {said} as said,
            allowed.due || ' 个工作日内整改，并应回访' as normal,
            {due} as due, [{at('r')}] as evidence
        from fct_review as r {in_force(rule, 'r.reviewed_on')}
        join dim_deadline as allowed on allowed.rule = '差评整改到位'
            and r.reviewed_on between allowed.valid_from and allowed.valid_to
        join dim_day as got on got.day = r.reviewed_on
        join dim_day as now on now.day = today()
        left join dim_day as last on last.workday = 1
            and last.workdays_passed = got.workdays_passed + allowed.due
        where r.bad and {where}""")  # fmt: skip


RULES = (
    Rule("report_missing", f"""
        select p.institution, {RETURN} as object, p.month, 0 as value, 1 as expected, k.clause,
            strftime(p.month, '%Y-%m') || ' ' || {RETURN} || '逾期未报。' as said, '每月报送' as normal,
            cast(last_day(p.month) + cast(k.days as integer) as date) as due,
            [{at('i')}] as evidence
        from agg_reporting as p {in_force('report_missing', 'p.month')}
        join dim_institution as i on i.institution = p.institution
        where p.reported = 0 and last_day(p.month) = today()
            and last_day(p.month) + cast(k.days as integer) < seen()"""),
    Rule("report_gaps", f"""
        select p.institution, {RETURN} as object, null as month, count(*) as value,
            0 as expected, k.clause, '近一年另有 ' || count(*) || ' 个月没有报送：'
                || string_agg(strftime(p.month, '%Y-%m'), '、' order by p.month) || '。' as said,
            '每月报送' as normal, null as due, [{at('i')}] as evidence
        from agg_reporting as p {in_force('report_gaps')}
        join dim_institution as i on i.institution = p.institution
        where p.reported = 0 and last_day(p.month) < today()
            and p.month > today() - to_months(cast(k.months as integer))
        group by p.institution, p.subject, i.file_id, i.sheet, i.row_no, k.clause, k.low
        having count(*) >= k.low"""),
    reviews("review_overdue", SINCE, f"'至今 ' || {SINCE} || ' 个工作日未整改。'",
            f"r.fixed_on is null and {SINCE} > allowed.due"),
    reviews("review_late", "r.fix_working_days", "'第 ' || r.fix_working_days || ' 个工作日才整改。'",
            "r.fix_working_days > allowed.due"
            " and r.reviewed_on > today() - to_months(cast(k.months as integer))"),
    reviews("review_no_callback", "0", "'已于 ' || r.fixed_on || ' 整改，没有回访。'",
            "r.callback_on is null and r.fixed_on + cast(k.days as integer) < today()",
            "cast(r.fixed_on + cast(k.days as integer) as date)"),
    Rule("default_praise", f"""
        select r.institution, '' as object, null as month, count(*) as value, null as expected,
            k.clause, '近 ' || told(k.months) || ' 个月 ' || count(*)
                || ' 条评价全部为系统默认好评，没有一人主动评价。' as said,
            '应有群众主动评价' as normal, null as due, {places('r')} as evidence
        from fct_review as r {in_force('default_praise')}
        where r.month > today() - to_months(cast(k.months as integer))
        group by r.institution, k.clause, k.months, k.low
        having count(*) >= k.low and bool_and(coalesce(r.active = '默认', false))"""),
)  # fmt: skip
