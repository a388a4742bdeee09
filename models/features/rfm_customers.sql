with

customers_list as (
    select * from {{ ref('customers_list') }}
),

customer_gate as (
    select * from {{ ref('customer_gate') }}
),

unioned as (
    select
        null::string as customers,
        null::string as customer_id,
        null::bigint as recency_days,
        null::bigint as frequency,
        null::decimal(18, 4) as monetary
    where false
    {% for customers in rfm_models() -%}
    union all
    select
        '{{ customers }}' as customers,
        customer_id::string as customer_id,
        recency_days::bigint as recency_days,
        frequency::bigint as frequency,
        monetary::decimal(18, 4) as monetary
    from {{ ref(customers) }}
    where recency_days is not null and frequency is not null and monetary is not null
    {% endfor %}
),

dated as (
    select
        unioned.*,
        customers_list.as_of
    from unioned
    inner join customers_list on unioned.customers = customers_list.customers
    inner join customer_gate on unioned.customers = customer_gate.subject
    where customer_gate.is_open
)

select * from dated
