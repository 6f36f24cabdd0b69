-- Monthly energy returns as filed, one a reporting institution: people, floor area, water, heating.
-- grain: institution, month
-- unit: m², persons, kWh, m³, 元 (cny)
-- source: stg_energy
with returns as (
    select * from stg_energy
),

matched as (
    select
        dim_institution_ref.institution,
        returns.* exclude (institution_ref)
    from returns
    left join dim_institution_ref on dim_institution_ref.ref = returns.institution_ref
)

select * from matched
