-- depends_on: {{ ref('retail_purchases') }}
with

stg_retail_transactions as (
    select * from {{ ref('stg_retail_transactions') }}
),

-- The only pass over the lines: all that follows reads invoices, which are far fewer.
invoices as (
    select
        customer_id,
        invoice_no,
        country,
        max(invoiced_at) as last_purchased_at,
        sum(line_value) as invoice_value,
        count(*) as line_count,
    from stg_retail_transactions
    group by all
),

country_counts as (
    select
        customer_id,
        country,
        sum(line_count) as line_count,
    from invoices
    group by all
),

main_countries as (
    select
        customer_id,
        first(country order by line_count desc, country asc) as country,
    from country_counts
    group by customer_id
),

customers as (
    select
        customer_id,
        max(last_purchased_at) as last_purchased_at,
        count(distinct invoice_no) as frequency,
        sum(invoice_value) as monetary,
    from invoices
    group by customer_id
),

measured as (
    select
        customers.customer_id,
        coalesce(
            {{ source_as_of('retail_transactions') }},
            max(customers.last_purchased_at) over ()::date + 1
        ) as as_of,
        1 + date_sub(
            'day',
            customers.last_purchased_at,
            coalesce(
                {{ source_as_of('retail_transactions') }}::timestamp
                - interval 1 microsecond,
                max(customers.last_purchased_at) over ()
            )
        ) as recency_days,
        customers.frequency,
        customers.monetary::decimal(18, 4) as monetary,
        main_countries.country,
    from customers
    inner join main_countries
        on customers.customer_id = main_countries.customer_id
)

select * from measured
