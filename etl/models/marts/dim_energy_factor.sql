-- Standard coal per unit of each carrier by the factors in force, at 当量值 and at 等价值.
-- grain: carrier, valid_from
-- unit: kgce a base unit of the carrier
-- source: data/reference/energy_factors.csv (factor set statistics)
-- Only electricity tells the two apart; without a published 等价值 its 当量值 stands.
with factors as (
    select
        carrier,
        basis,
        factor_set,
        cast(kgce_per_unit as decimal(10, 6)) as kgce_per_unit,
        cast(coalesce(nullif(valid_from, ''), '0001-01-01') as date) as valid_from,
        cast(coalesce(nullif(valid_to, ''), '9999-12-31') as date) as valid_to
    from ref_energy_factors
    where nullif(kgce_per_unit, '') is not null
),

starts as (
    select carrier, valid_from from factors where factor_set = 'statistics' or basis = '等价值'
    union
    select carrier, cast(valid_to + 1 as date) as valid_from from factors
    where (factor_set = 'statistics' or basis = '等价值') and valid_to < date '9999-12-31'
),

spans as (
    select
        carrier,
        valid_from,
        coalesce(
            cast(lead(valid_from) over (partition by carrier order by valid_from asc) - 1 as date),
            date '9999-12-31'
        ) as valid_to
    from starts
),

paired as (
    select
        spans.carrier,
        spans.valid_from,
        spans.valid_to,
        direct.kgce_per_unit,
        coalesce(equivalent.kgce_per_unit, direct.kgce_per_unit) as equivalent_kgce_per_unit
    from spans
    left join factors as direct
        on direct.carrier = spans.carrier and direct.factor_set = 'statistics'
        and direct.basis = '当量值'
        and spans.valid_from between direct.valid_from and direct.valid_to
    left join factors as equivalent
        on equivalent.carrier = spans.carrier and equivalent.basis = '等价值'
        and spans.valid_from between equivalent.valid_from and equivalent.valid_to
)

select * from paired
