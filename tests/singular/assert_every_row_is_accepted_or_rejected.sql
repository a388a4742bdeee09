-- Guards that nothing is lost between the source and the segments. A returned row is a source
-- whose accepted and rejected rows do not add up to the rows it has.
with

counted as (
    select
        'mall_customers' as source,
        (select count(*) from {{ ref('base_mall_customers') }}) as source_count,
        (select count(*) from {{ ref('stg_mall_customers') }}) as accepted_count,
        (
            select count(*) from {{ ref('rejected_rows') }}
            where source = 'mall_customers'
        ) as rejected_count,
        (
            select coalesce(sum(row_count), 0) from {{ ref('rejection_summary') }}
            where source = 'mall_customers'
        ) as summarised_count,
)

select * from counted
where
    accepted_count + rejected_count <> source_count
    or rejected_count <> summarised_count
