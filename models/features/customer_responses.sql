{%- set described = columns_with_role('response') -%}

-- depends_on: {{ ref('customer_gate') }}
with

{% for customers, responses in described.items() if responses -%}
{{ customers }}_responses as (
    select
        '{{ customers }}' as customers,
        customer_id::string as customer_id,
        campaign,
        is_accepted
    from {{ ref(customers) }}
    unpivot (
        is_accepted for campaign in (
            {% for column in responses -%}
            {{ adapter.quote(column.name) }} as {{ quoted(column.label) }}
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
        null::string as campaign,
        null::boolean as is_accepted
    where false
    {% for customers, responses in described.items() if responses -%}
    union all
    select * from {{ customers }}_responses
    {% endfor %}
)

select * from unioned
