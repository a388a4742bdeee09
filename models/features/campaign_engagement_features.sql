with

stg_campaign_customers as (
    select * from {{ ref('stg_campaign_customers') }}
),

features as (
    select
        customer_id,
        income,
        age,
        wines,
        meat,
        web_purchases,
        catalogue_purchases,
        deals_purchases,
        store_purchases,
        web_visits,
        children,
    from stg_campaign_customers
)

select * from features
