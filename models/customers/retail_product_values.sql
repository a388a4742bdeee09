with

stg_retail_transactions as (
    select * from {{ ref('stg_retail_transactions') }}
),

-- Decimals add up to the same whatever the order of the rows.
summed as (
    select
        customer_id,
        stock_code,
        sum(line_value)::decimal(18, 4) as value, -- noqa: RF04
    from stg_retail_transactions
    where is_product
    group by all
)

select * from summed
