with

checked_mall_customers as (
    select * from {{ ref('checked_mall_customers') }}
),

counted as (
    select
        'mall_customers' as source,
        rejection_reason as reason,
        count(*) as row_count,
    from checked_mall_customers
    group by all
),

shared as (
    select
        source,
        reason,
        row_count,
        row_count / sum(row_count) over (partition by source) as share_of_source,
    from counted
),

rejected as (
    select * from shared
    where reason is not null
)

select * from rejected
order by source, reason
