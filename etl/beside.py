"""SQL that sees a record beside others: of last year, of other institutions, of the ledger."""

MADE = {"who", "month", "length", "is_last", "shared", "scrapped_on", "tank", "gone_on"}
"""Columns that such SQL adds to those filed."""


def running(column: str, test: str) -> str:
    """The last record of each unbroken run of months for which `test` holds, with its `length`."""
    return f"""(
        select * exclude (run, place), count(*) over (partition by who, run) as length,
            place = count(*) over (partition by who, run) as is_last
        from (
            select *, row_number() over (partition by who, run order by month) as place
            from (
                select *, month - to_months(cast(row_number() over (
                    partition by who order by month) as integer)) as run
                from ({test}) where {column} > 0
            )
        ))"""


COPIED = """
    select r.* from typed_energy as r join typed_energy as p
        on p.who = r.who and p.month = cast(r.month - interval 12 month as date)
    where r.electricity = p.electricity and r.water is not distinct from p.water
"""
ROUND = """
    select r.* from typed_energy as r join (
        select file_id, avg(cast(round(electricity) % low = 0 as integer)) as share, high, low
        from typed_energy join rule_row on rule = 'round_reading'
            and coalesce(month, current_date) between valid_from and valid_to
        where electricity > 0 group by file_id, high, low
    ) as f using (file_id)
    where round(r.electricity) % f.low = 0 and f.share < f.high
"""
IDENTICAL = """(
    select *, min(who) over alike <> max(who) over alike as shared from typed_energy
    where electricity > 0 and water > 0 and hash(month, electricity, water) in (
        select hash(month, electricity, water) as alike from typed_energy
        where electricity > 0 and water > 0 group by alike having count(*) > 1)
    window alike as (partition by month, electricity, water))"""
YEAR_END = "try_cast(cast(t.year as bigint) || '-12-31' as date)"
AT_LIMIT = """exists (from ref_vehicle_limits as l
    where cast(l.max_price_cny as double) = t.price
        and t.purchased_on >= cast(nullif(l.valid_from, '') as date)
        and t.purchased_on <= coalesce(cast(nullif(l.valid_to, '') as date), t.purchased_on))"""
AT_QUOTA = f"""t.building_area > 0 and exists (from ref_quota_bands as l
    where l.indicator = '非供暖能耗' and abs((t.electricity - coalesce(t.heating_electricity, 0))
            / t.building_area - cast(l.constraint_value as double)) < k.low
        and {YEAR_END} between coalesce(cast(nullif(l.valid_from, '') as date), date '0001-01-01')
            and coalesce(cast(nullif(l.valid_to, '') as date), date '9999-12-31'))"""
SCRAPPED = """(
    select m.*, v.scrapped_on, v.tank from typed_vehicle_month as m
    join typed_vehicle as v on v.plate = m.plate)"""
DISPOSED = """(
    select e.*, b.gone_on from typed_energy as e join (
        select who, max(disposed_on) as gone_on from typed_building
        group by who having count(*) = count(disposed_on)
    ) as b on b.who = e.who)"""
