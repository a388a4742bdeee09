with

stg_retail_transactions as (
    select * from {{ ref('stg_retail_transactions') }}
),

retail_product_names as (
    select * from {{ ref('retail_product_names') }}
),

-- Decimals add up to the same whatever the order of the rows.
summed as (
    select
        customer_id,
        stock_code,
        sum(line_value)::decimal(18, 4) as value -- noqa: RF04
    from stg_retail_transactions
    where is_product
    group by all
),

named as (
    select
        summed.customer_id,
        retail_product_names.product,
        summed.value
    from summed
    inner join retail_product_names
        on summed.stock_code = retail_product_names.stock_code
)

select * from named
