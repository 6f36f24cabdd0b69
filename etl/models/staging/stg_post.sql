-- Approved posts by rank (职级编制), typed.
-- grain: file_id, sheet, row_no, rank
-- unit: posts
-- source: in_post (cards of subject post)
with source as (
    select * from in_post
),

typed as (
    select
        file_id,
        sheet,
        row_no,
        coalesce(institution_code, institution_name) as institution_ref,
        standard_level,
        rank,
        to_quantity(posts, posts_factor) as posts
    from source
)

select * from typed
