with

stg_mall_customers as (
    select * from {{ ref('stg_mall_customers') }}
),

features as (
    select
        customer_id,
        annual_income,
        spending_score,
    from stg_mall_customers
)

select * from features
