with

retail_customers as (
    select * from {{ ref('retail_customers') }}
),

features as (
    select
        customer_id,
        recency_days,
        frequency,
        monetary::double as monetary,
    from retail_customers
)

select * from features
