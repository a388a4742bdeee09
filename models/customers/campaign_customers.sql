with

stg_campaign_customers as (
    select * from {{ ref('stg_campaign_customers') }}
),

customers as (
    select
        *,
        case
            when children = 0 then 'none'
            when children < 3 then children::integer::string
            else '3 or more'
        end as children_band,
        {{ age_band('age') }} as age_band,
        {{ income_band('income') }} as income_band
    from stg_campaign_customers
)

select * from customers
