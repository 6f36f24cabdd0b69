-- Official vehicles as registered, one a plate.
-- grain: plate
-- unit: L, 元 (cny)
-- source: stg_vehicle
with ledger as (
    select * from stg_vehicle
),

matched as (
    select
        dim_institution_ref.institution,
        ledger.* exclude (institution_ref),
        ledger.fuel_kind in ('电动', '纯电动', '插电混动', '插电式混合动力', '燃料电池')
            as new_energy,
        dim_source.origin = 'demo' as demo
    from ledger
    left join dim_institution_ref on dim_institution_ref.ref = ledger.institution_ref
    left join dim_source on dim_source.file_id = ledger.file_id and dim_source.subject = 'vehicle'
)

select * from matched
