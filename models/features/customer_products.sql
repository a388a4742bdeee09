with

stg_campaign_customers as (
    select * from {{ ref('stg_campaign_customers') }}
),

retail_customer_products as (
    select * from {{ ref('retail_customer_products') }}
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

retail_transactions as (
    select
        'retail_transactions' as source,
        customer_id,
        -- Several codes may share a description.
        description || ' (' || stock_code || ')' as product,
        value as amount,
    from retail_customer_products
),

unioned as (
    select * from campaign_customers
    union all
    select * from retail_transactions
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
