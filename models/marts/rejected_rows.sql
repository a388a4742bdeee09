with

checked_mall_customers as (
    select * from {{ ref('checked_mall_customers') }}
),

rejected as (
    select
        'mall_customers' as source,
        source_row,
        customer_id,
        rejection_reason as reason,
        received as row_json,
    from checked_mall_customers
    where rejection_reason is not null
)

select * from rejected
