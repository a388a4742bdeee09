with

stg_retail_transactions as (
    select * from {{ ref('stg_retail_transactions') }}
),

purchases as (
    select
        customer_id,
        stock_code,
        sum(line_value)::decimal(18, 4) as value,
    from stg_retail_transactions
    where is_product
    group by all
)

select * from purchases
