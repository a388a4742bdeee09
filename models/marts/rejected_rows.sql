with

{% for source in source_names() -%}
checked_{{ source }} as (
    select * from {{ ref('checked_' ~ source) }}
),

{% endfor -%}

rejected as (
    select
        null::varchar as source,
        null::bigint as source_row,
        null::varchar as customer_id,
        null::varchar as rejected_column,
        null::varchar as problem,
        null::varchar as reason,
        null::json as row_json,
    where false
    {% for source in source_names() -%}
    union all
    select
        '{{ source }}' as source,
        source_row,
        customer_id,
        rejected_column,
        problem,
        rejection_reason as reason,
        to_json(received[1]) as row_json,
    from checked_{{ source }}
    where rejection_reason is not null
    {% endfor %}
)

select * from rejected
