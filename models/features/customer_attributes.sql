with

stg_mall_customers as (
    select * from {{ ref('stg_mall_customers') }}
),

stg_campaign_customers as (
    select * from {{ ref('stg_campaign_customers') }}
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

campaign_customers as (
    select
        customer_id,
        education,
        marital_status,
        case
            when children = 0 then 'none'
            when children < 3 then children::integer::varchar
            else '3 or more'
        end as children,
        {{ age_band('age') }} as age_band,
        {{ income_band('income') }} as income_band,
    from stg_campaign_customers
),

unpivoted as (
    select
        'mall_customers' as source,
        customer_id,
        attribute,
        attribute_value,
    from mall_customers
    unpivot (attribute_value for attribute in (gender, age_band))
    union all
    select
        'campaign_customers' as source,
        customer_id,
        attribute,
        attribute_value,
    from campaign_customers
    unpivot (
        attribute_value for attribute in (
            education, marital_status, children, age_band, income_band
        )
    )
    union all
    select
        'retail_transactions' as source,
        customer_id,
        'country' as attribute,
        country as attribute_value,
    from retail_customers
)

select * from unpivoted
