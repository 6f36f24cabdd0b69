-- Figures published by others (公开数据), typed.
-- grain: file_id, sheet, row_no
-- unit: as printed in unit_name
-- source: counted_published_figure (cards of subject published_figure)
with source as (
    select * from counted_published_figure
),

typed as (
    select
        file_id,
        sheet,
        row_no,
        region as region_ref,
        publisher,
        indicator,
        unit_name,
        note,
        cast(year as integer) as year,
        value
    from source
)

select * from typed
