{#- With more values than these a text that nobody called an attribute is a note. -#}
{%- set most_values = 100 -%}
{%- set fewest_customers_per_value = 2 -%}
{%- set described = columns_with_role('attribute') -%}

-- depends_on: {{ ref('customer_gate') }}
with

{% for customers, attributes in described.items() if attributes -%}
{{ customers }}_texts as (
    select
        {% for column in attributes -%}
        {{ attribute_value(column) }} as {{ adapter.quote(column.name) }},
        {% endfor -%}
        customer_id::string as customer_id
    from {{ ref(customers) }}
),

{{ customers }}_attributes as (
    select
        '{{ customers }}' as customers,
        customer_id,
        attribute,
        attribute_value
    from {{ customers }}_texts
    unpivot (
        attribute_value for attribute in (
            {% for column in attributes -%}
            {{ adapter.quote(column.name) }} as {{ quoted(column.attribute) }}
            {{- ',' if not loop.last }}
            {% endfor %}
        )
    )
),

{% endfor -%}

unioned as (
    select
        null::string as customers,
        null::string as customer_id,
        null::string as attribute,
        null::string as attribute_value
    where false
    {% for customers, attributes in described.items() if attributes -%}
    union all
    select * from {{ customers }}_attributes
    {% endfor %}
),

declared as (
    select
        null::string as customers,
        null::string as attribute
    where false
    {% for customers, attributes in described.items() -%}
    {% for column in attributes if column.is_declared -%}
    union all
    select '{{ customers }}', {{ text_literal(column.attribute) }}
    {% endfor %}
    {% endfor %}
),

counted as (
    select
        customers,
        attribute,
        count(*) as customer_count,
        count(distinct attribute_value) as value_count,
        count(*) filter (where attribute_value <> 'Unknown') as known_count
    from unioned
    group by all
),

-- An e-mail address or a name describes a customer, not a segment, and what is unknown
-- of everybody describes nobody.
describing as (
    select
        counted.customers,
        counted.attribute
    from counted
    left join declared
        on
            counted.customers = declared.customers
            and counted.attribute = declared.attribute
    where
        counted.known_count > 0
        and (
            declared.attribute is not null
            or (
                counted.value_count <= {{ most_values }}
                and counted.value_count * {{ fewest_customers_per_value }}
                <= counted.customer_count
            )
        )
),

attributes as (
    select unioned.*
    from unioned
    inner join describing
        on
            unioned.customers = describing.customers
            and unioned.attribute = describing.attribute
)

select * from attributes
