-- depends_on: {{ ref('customer_gate') }}
with

-- Decimals: their sums do not depend on the order of the rows.
valued as (
    select
        null::string as customers,
        null::string as customer_id,
        null::string as measure,
        null::string as unit,
        null::boolean as is_additive,
        null::decimal(38, 4) as value -- noqa: RF04
    where false
    {% for customers, values in columns_with_role('value').items() if values -%}
    union all
    select
        '{{ customers }}' as customers,
        customer_id::string as customer_id,
        {{ text_literal(values[0].label) }} as measure,
        {{ text_literal(values[0].unit) if values[0].unit else 'null' }} as unit,
        {{ values[0].is_additive }} as is_additive,
        {{ adapter.quote(values[0].name) }}::decimal(38, 4) as value -- noqa: RF04
    from {{ ref(customers) }}
    {% endfor %}
)

select * from valued
