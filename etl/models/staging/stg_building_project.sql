-- Building projects of offices and technical premises (建设项目), typed.
-- grain: file_id, sheet, row_no
-- unit: m², 元 (cny)
-- source: counted_building_project (cards of subject building_project)
with source as (
    select * from counted_building_project
),

typed as (
    select
        file_id,
        sheet,
        row_no,
        project_name,
        project_no,
        approver,
        builder,
        users,
        address,
        kind,
        region as region_ref,
        stage,
        cast(scale as decimal(28, 4)) as scale_m2,
        cast(estimate as decimal(28, 4)) as estimate_cny,
        cast(spent as decimal(28, 4)) as spent_cny,
        approved_on,
        started_on,
        finished_on
    from source
)

select * from typed
