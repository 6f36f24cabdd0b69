-- Annual energy returns as filed, one a reporting institution and year.
-- grain: institution, year
-- unit: m², persons, kWh, m³, t, L, GJ, 元 (cny)
-- source: stg_energy_year
with returns as (
    select * from stg_energy_year
),

matched as (
    select
        dim_institution_ref.institution,
        returns.* exclude (institution_ref)
    from returns
    left join dim_institution_ref on dim_institution_ref.ref = returns.institution_ref
)

select * from matched
