with

stg_campaign_customers as (
    select * from {{ ref('stg_campaign_customers') }}
),

imputed as (
    select
        'campaign_customers' as source,
        customer_id,
        'income' as feature,
    from stg_campaign_customers
    where is_income_imputed
)

select * from imputed
