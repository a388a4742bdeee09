with

stg_retail_transactions as (
    select * from {{ ref('stg_retail_transactions') }}
),

description_counts as (
    select
        stock_code,
        description,
        count(*) as line_count
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
        ) as description
    from description_counts
    group by stock_code
),

named as (
    select
        stock_code,
        -- Several codes may share a description.
        description || ' (' || stock_code || ')' as product
    from described
)

select * from named
