with

retail_product_values as (
    select * from {{ ref('retail_product_values') }}
),

retail_product_names as (
    select * from {{ ref('retail_product_names') }}
),

named as (
    select
        retail_product_values.customer_id,
        retail_product_names.product,
        retail_product_values.value,
    from retail_product_values
    inner join retail_product_names
        on retail_product_values.stock_code = retail_product_names.stock_code
)

select * from named
