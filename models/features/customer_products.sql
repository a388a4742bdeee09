with

stg_campaign_customers as (
    select * from {{ ref('stg_campaign_customers') }}
),

campaign_customers as (
    select
        'campaign_customers' as source,
        customer_id,
        product,
        amount,
    from stg_campaign_customers
    unpivot (amount for product in (wines, fruits, meat, fish, sweets, gold))
),

unioned as (
    select * from campaign_customers
),

-- Decimals add up to the same whatever the order of the rows.
bought as (
    select
        source,
        customer_id,
        product,
        amount::decimal(18, 4) as value,
    from unioned
    where amount > 0
)

select * from bought
