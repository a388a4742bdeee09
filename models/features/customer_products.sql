with

stg_campaign_customers as (
    select * from {{ ref('stg_campaign_customers') }}
),

stg_retail_transactions as (
    select * from {{ ref('stg_retail_transactions') }}
),

-- Decimals add up to the same whatever the order of the rows.
campaign_customers as (
    select
        'campaign_customers' as source,
        customer_id,
        product_code,
        amount::decimal(18, 4) as value, -- noqa: RF04
    from stg_campaign_customers
    unpivot (amount for product_code in ({{ campaign_products() | join(', ') }}))
),

retail_transactions as (
    select
        'retail_transactions' as source,
        customer_id,
        stock_code as product_code,
        sum(line_value)::decimal(18, 4) as value, -- noqa: RF04
    from stg_retail_transactions
    where is_product
    group by all
),

unioned as (
    select * from campaign_customers
    union all
    select * from retail_transactions
),

bought as (
    select * from unioned
    where value > 0
)

select * from bought
