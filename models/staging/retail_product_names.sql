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
        coalesce(description, stock_code) as description
    from description_counts
    qualify row_number() over (
        partition by stock_code
        order by description is null asc, line_count desc, description asc
    ) = 1
),

named as (
    select
        stock_code,
        -- Several codes may share a description.
        description || ' (' || stock_code || ')' as product
    from described
)

select * from named
