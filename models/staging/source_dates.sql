with

checked_campaign_customers as (
    select * from {{ ref('checked_campaign_customers') }}
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
)

select * from dated
