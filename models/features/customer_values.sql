with

stg_mall_customers as (
    select * from {{ ref('stg_mall_customers') }}
),

stg_campaign_customers as (
    select * from {{ ref('stg_campaign_customers') }}
),

retail_customers as (
    select * from {{ ref('retail_customers') }}
),

-- Decimals: their sums do not depend on the order of the rows.
mall_customers as (
    select
        'mall_customers' as source,
        customer_id,
        'spending score' as measure,
        'points' as unit,
        false as is_additive,
        spending_score::decimal(38, 4) as value, -- noqa: RF04
    from stg_mall_customers
),

campaign_customers as (
    select
        'campaign_customers' as source,
        customer_id,
        'spend in two years' as measure,
        null as unit,
        true as is_additive,
        total_amount::decimal(38, 4) as value, -- noqa: RF04
    from stg_campaign_customers
),

retail_transactions as (
    select
        'retail_transactions' as source,
        customer_id,
        'spend' as measure,
        'GBP' as unit,
        true as is_additive,
        monetary::decimal(38, 4) as value, -- noqa: RF04
    from retail_customers
),

unioned as (
    select * from mall_customers
    union all
    select * from campaign_customers
    union all
    select * from retail_transactions
)

select * from unioned
