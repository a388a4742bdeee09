with

stg_mall_customers as (
    select * from {{ ref('stg_mall_customers') }}
),

customers as (
    select
        customer_id,
        gender,
        age,
        {{ age_band('age') }} as age_band,
        annual_income,
        spending_score
    from stg_mall_customers
)

select * from customers
