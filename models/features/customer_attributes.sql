with

stg_mall_customers as (
    select * from {{ ref('stg_mall_customers') }}
),

retail_customers as (
    select * from {{ ref('retail_customers') }}
),

mall_customers as (
    select
        customer_id,
        gender,
        {{ age_band('age') }} as age_band,
    from stg_mall_customers
),

mall_attributes as (
    select
        'mall_customers' as source,
        customer_id,
        attribute,
        attribute_value,
    from mall_customers
    unpivot (attribute_value for attribute in (gender, age_band))
),

retail_attributes as (
    select
        'retail_transactions' as source,
        customer_id,
        'country' as attribute,
        country as attribute_value,
    from retail_customers
),

unioned as (
    select * from mall_attributes
    union all
    select * from retail_attributes
)

select * from unioned
