with

stg_retail_transactions as (
    select * from {{ ref('stg_retail_transactions') }}
),

products_sold as (
    select * from stg_retail_transactions
    where is_product
),

description_counts as (
    select
        stock_code,
        description,
        count(*) as line_count,
    from products_sold
    where description is not null
    group by all
),

descriptions as (
    select
        stock_code,
        first(description order by line_count desc, description asc) as description,
    from description_counts
    group by stock_code
),

purchases as (
    select
        customer_id,
        stock_code,
        sum(line_value)::decimal(18, 4) as value,
    from products_sold
    group by all
),

described as (
    select
        purchases.customer_id,
        purchases.stock_code,
        coalesce(descriptions.description, purchases.stock_code) as description,
        purchases.value,
    from purchases
    left join descriptions
        on purchases.stock_code = descriptions.stock_code
)

select * from described
