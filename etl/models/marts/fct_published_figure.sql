-- Figures others published, as printed.
-- grain: file_id, sheet, row_no
-- unit: as printed in unit_name
-- source: stg_published_figure
with figures as (
    select * from stg_published_figure
),

placed as (
    select
        dim_region_alias.region,
        figures.* exclude (region_ref)
    from figures
    left join dim_region_alias on dim_region_alias.alias = figures.region_ref
)

select * from placed
