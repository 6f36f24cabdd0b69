-- Title problems of office property (办公用房产权问题), typed.
-- grain: file_id, sheet, row_no
-- unit: places, m²
-- source: counted_property_problem (cards of subject property_problem)
with source as (
    select * from counted_property_problem
),

typed as (
    select
        file_id,
        sheet,
        row_no,
        region as region_ref,
        case_no,
        responsible_unit,
        category,
        subcategory,
        property_name,
        reason,
        suggestion,
        lead_unit,
        support_unit,
        funding_unit,
        cast(properties as decimal(28, 4)) as properties,
        cast(area as decimal(28, 4)) as area_m2
    from source
)

select * from typed
