with

stg_mall_customers as (
    select * from {{ ref('stg_mall_customers') }}
),

mall_customers as (
    select
        customer_id,
        gender,
        {{ age_band('age') }} as age_band,
    from stg_mall_customers
),

unpivoted as (
    select
        'mall_customers' as source,
        customer_id,
        attribute,
        attribute_value,
    from mall_customers
    unpivot (attribute_value for attribute in (gender, age_band))
)

select * from unpivoted
