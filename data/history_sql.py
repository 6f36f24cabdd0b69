"""The SQL of what changed: records of two publications side by side, each change with its reason.

past_record and now_record are the records of a part by what they are about (GROUPED); the tables
past.… and now.… are the publications themselves.
"""

REFILED, NEW, AGAIN = "更正重报", "新报送的文件", "原被拒收，现已接收"
REFUSED, WITHDRAWN, PROGRAM = "现被拒收", "文件不再计入", "规则、系数、参照表或程序变更"
KEY = ("institution", "month", "object", "column_name")
ORDER = (
    "abs(change) desc, why, institution nulls last, month nulls last, object, column_name,"
    " file_name, sheet, row_no"
)

GROUPED = f"""
    select {", ".join(f"listed.{name}" for name in KEY)},
        any_value(listed.institution_name) as institution_name, sum(listed.value) as value,
        min(listed.file_name) as file_name, min(listed.sheet) as sheet,
        min(listed.row_no) as row_no, min(source.sha256) as sha256
    from listed join source_file as source using (file_id)
    group by {", ".join(f"listed.{name}" for name in KEY)}
"""
_REFUSED = """select distinct sha256, sheet, row_no
        from {0}.quarantine join {0}.source_file using (file_id)"""
CHANGES = f"""
    with was_refused as ({_REFUSED.format("past")}),
    is_refused as ({_REFUSED.format("now")}),
    revised as (
        select distinct sha256, old_row_no as row_no from now.revision as made
        join now.source_file as source on source.file_id = made.old_file_id
    ),
    paired as (
        select old, new from past_record as old full join now_record as new
            on {" and ".join(f"old.{name} is not distinct from new.{name}" for name in KEY)}
        where old.value is distinct from new.value
    ),
    placed as (
        select old.value as old, new.value as new, old.sha256 as old_sha256,
            unnest(coalesce(new, old)) from paired
    )
    select case
            when old is not null and new is not null then
                if(old_sha256 = sha256, ?, '{REFILED}')
            when new is not null then case
                when sha256 not in (select sha256 from past.source_file) then '{NEW}'
                when (sha256, sheet, row_no) in (from was_refused) then '{AGAIN}'
                else '{PROGRAM}' end
            when (sha256, sheet, row_no) in (from is_refused) then '{REFUSED}'
            when (sha256, row_no) in (from revised) then '{REFILED}'
            when sha256 in (select sha256 from now.source_file) then '{PROGRAM}'
            else '{WITHDRAWN}'
        end as why,
        {", ".join(KEY)}, institution_name, old, new,
        cast(coalesce(new, 0) as double) - cast(coalesce(old, 0) as double) as change,
        file_name, sheet, row_no
    from placed
"""
REASONS = """select why, count(*) as rows, sum(change) as change from change
    group by why order by abs(sum(change)) desc, why"""
SUMS = """select
    (select cast(coalesce(sum(value), 0) as double) from past_record) as old,
    (select cast(coalesce(sum(value), 0) as double) from now_record) as new"""
