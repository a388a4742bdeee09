{%- set described = columns_with_role('product') -%}

-- depends_on: {{ ref('customer_gate') }}
with

{% for customers, products in described.items() if products -%}
{{ customers }}_amounts as (
    select
        {% for column in products -%}
        {{ adapter.quote(column.name) }}::decimal(18, 4)
            as {{ adapter.quote(column.name) }},
        {% endfor -%}
        customer_id::string as customer_id
    from {{ ref(customers) }}
),

{{ customers }}_products as (
    select
        '{{ customers }}' as customers,
        customer_id,
        product,
        value
    from {{ customers }}_amounts
    unpivot (
        value for product in (
            {% for column in products -%}
            {{ adapter.quote(column.name) }}
                as {{ quoted(column.name | replace('_', ' ')) }}
            {{- ',' if not loop.last }}
            {% endfor %}
        )
    )
),

{% endfor -%}

-- Decimals add up to the same whatever the order of the rows.
unioned as (
    select
        null::string as customers,
        null::string as customer_id,
        null::string as product,
        null::decimal(18, 4) as value -- noqa: RF04
    where false
    {% for customers, products in described.items() if products -%}
    union all
    select * from {{ customers }}_products
    {% endfor %}
    {% for customers in customers_models() if products_relation(customers) -%}
    union all
    select
        '{{ customers }}' as customers,
        customer_id::string as customer_id,
        product::string as product,
        value::decimal(18, 4) as value -- noqa: RF04
    from {{ products_relation(customers) }}
    {% endfor %}
),

bought as (
    select * from unioned
    where value > 0
)

select * from bought
