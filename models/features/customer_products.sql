with

stg_campaign_customers as (
    select * from {{ ref('stg_campaign_customers') }}
),

retail_products as (
    select * from {{ ref('retail_products') }}
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
        retail_customer_products.customer_id,
        -- Several codes may share a description.
        retail_products.description
        || ' (' || retail_products.stock_code || ')' as product,
        retail_customer_products.value as amount,
    from retail_customer_products
    inner join retail_products
        on retail_customer_products.stock_code = retail_products.stock_code
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
