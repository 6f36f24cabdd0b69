-- Approved posts by rank (职级编制), typed.
-- grain: file_id, sheet, row_no, rank
-- unit: posts
-- source: counted_post (cards of subject post)
with source as (
    select * from counted_post
),

typed as (
    select
        file_id,
        sheet,
        row_no,
        coalesce(institution_code, institution_name) as institution_ref,
        standard_level,
        rank,
        cast(posts as decimal(28, 4)) as posts
    from source
)

select * from typed
