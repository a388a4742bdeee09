-- depends_on: {{ ref('retail_purchases') }}
with

stg_retail_transactions as (
    select * from {{ ref('stg_retail_transactions') }}
),

checked_retail_transactions as (
    select * from {{ ref('checked_retail_transactions') }}
),

-- The only pass over the lines: all that follows reads invoices, which are far fewer.
invoices as (
    select
        customer_id,
        invoice_no,
        country,
        max(invoiced_at) as last_purchased_at,
        sum(line_value) as invoice_value,
        count(*) as line_count
    from stg_retail_transactions
    group by all
),

returns as (
    select
        customer_id,
        sum(returned_value) as returned_value
    from checked_retail_transactions
    where returned_value is not null
    group by customer_id
),

country_counts as (
    select
        customer_id,
        country,
        sum(line_count) as line_count
    from invoices
    group by all
),

main_countries as (
    select
        customer_id,
        {{ first_by('country', ['-line_count', 'country']) }} as country
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
            as_of=source_as_of('retail_transactions')
        ) }}
),

together as (
    select
        customers.*,
        main_countries.country,
        coalesce(returns.returned_value, 0)::decimal(18, 4) as returned_value,
        {% if var('returns') == 'net' -%}
        -- What was bought before the first line that is there may be returned after it.
        greatest(
            customers.monetary - coalesce(returns.returned_value, 0), 0
        )::decimal(18, 4) as spend
        {%- else -%}
        customers.monetary as spend
        {%- endif %}
    from customers
    inner join main_countries
        on customers.customer_id = main_countries.customer_id
    left join returns
        on customers.customer_id = returns.customer_id
),

described as (
    select
        customer_id,
        as_of,
        recency_days,
        frequency,
        spend as monetary,
        returned_value,
        first_ordered_on,
        tenure_days,
        days_between_orders,
        spend::double / frequency as average_order_value,
        country
    from together
)

select * from described
