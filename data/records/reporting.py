"""Records behind agg_reporting: who was due (the roster) and the returns that came."""

from data.records.part import Ledger, Part

# any vehicle's return is the institution's return; its first row stands for it
RETURNS = """(
    select institution, month, 'energy' as subject, file_id, sheet, row_no from fct_energy
    union all
    (select institution, month, 'vehicle', file_id, sheet, row_no from fct_vehicle_month
    qualify row_number() over (
        partition by institution, month order by file_id, sheet, row_no) = 1))"""
DUE = "join agg_reporting as due on due.institution = one.institution"

AGG_REPORTING = Ledger(
    {
        "expected": (
            Part("dim_institution", "1", "'institution_code'", "due.subject", "due.month", DUE,
                 keys=("due.subject",)),
        ),
        "reported": (
            Part(RETURNS, "1", "'month'", "one.subject", keys=("one.subject",)),
        ),
    },
    keys=("subject",),
)  # fmt: skip
