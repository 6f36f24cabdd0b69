-- Each way a file may name an institution (code, name, unambiguous short name, alias) with its key.
-- grain: ref
-- unit: none
-- source: dim_institution
with spelled as (
    select institution as ref, institution, 1 as rank from dim_institution
    union all
    select name as ref, institution, 2 as rank from dim_institution
    union all
    select short_name as ref, institution, 3 as rank from dim_institution where short_name is not null
    union all
    select alias as ref, institution_code as institution, 4 as rank from institution_alias
),

chosen as (
    select
        ref,
        arg_min(institution, rank) as institution
    from spelled
    group by ref
    having count(distinct institution) = 1
)

select * from chosen
