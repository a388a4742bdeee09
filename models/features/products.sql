with

stg_retail_transactions as (
    select * from {{ ref('stg_retail_transactions') }}
),

description_counts as (
    select
        stock_code,
        description,
        count(*) as line_count,
    from stg_retail_transactions
    where is_product
    group by all
),

described as (
    select
        stock_code,
        coalesce(
            first(description order by line_count desc, description asc) filter (
                where description is not null
            ),
            stock_code
        ) as description,
    from description_counts
    group by stock_code
),

campaign_customers as (
    select
        'campaign_customers' as source,
        unnest({{ campaign_products() }}) as product_code,
        product_code as product,
),

retail_transactions as (
    select
        'retail_transactions' as source,
        stock_code as product_code,
        -- Several codes may share a description.
        description || ' (' || stock_code || ')' as product,
    from described
),

unioned as (
    select * from campaign_customers
    union all
    select * from retail_transactions
)

select * from unioned
