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
    select *
    from
        {{ customers_from_orders(
            'invoices',
            customer_id='customer_id',
            ordered_at='last_purchased_at',
            amount='invoice_value',
            order_id='invoice_no',
            as_of=source_as_of('retail_transactions'),
        ) }}
),

located as (
    select
        customers.*,
        main_countries.country,
    from customers
    inner join main_countries
        on customers.customer_id = main_countries.customer_id
)

select * from located
