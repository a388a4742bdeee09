with

{% for source in source_names() -%}
checked_{{ source }} as (
    select * from {{ ref('checked_' ~ source) }}
),

{% endfor -%}

rejected as (
    {% for source in source_names() -%}
    select
        '{{ source }}' as source,
        source_row,
        customer_id,
        rejection_reason as reason,
        to_json(received[1]) as row_json,
    from checked_{{ source }}
    where rejection_reason is not null
    {% if not loop.last %}union all{% endif %}
    {% endfor %}
)

select * from rejected
