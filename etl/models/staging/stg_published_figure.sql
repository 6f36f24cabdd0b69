-- Figures published by others (公开数据), typed.
-- grain: file_id, sheet, row_no
-- unit: as printed in unit_name
-- source: in_published_figure (cards of subject published_figure)
with source as (
    select * from in_published_figure
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
        cast(to_number(year) as integer) as year,
        to_number(value) as value
    from source
)

select * from typed
