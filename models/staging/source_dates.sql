with

checked_campaign_customers as (
    select * from {{ ref('checked_campaign_customers') }}
),

stg_retail_transactions as (
    select * from {{ ref('stg_retail_transactions') }}
),

dated as (
    select
        'mall_customers' as source,
        {{ source_as_of('mall_customers') }} as as_of,
    union all
    select
        'campaign_customers' as source,
        max(as_of) as as_of,
    from checked_campaign_customers
    union all
    select
        'retail_transactions' as source,
        coalesce(
            {{ source_as_of('retail_transactions') }}, max(invoiced_at)::date + 1
        ) as as_of,
    from stg_retail_transactions
)

select * from dated
