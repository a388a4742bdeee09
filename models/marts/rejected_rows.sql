with

{% for source in source_names() -%}
base_{{ source }} as (
    select * from {{ ref('base_' ~ source) }}
),

checked_{{ source }} as (
    select * from {{ ref('checked_' ~ source) }}
),

{% endfor -%}

-- The rows themselves are not kept: they are looked up where they came from.
rejected as (
    select
        null::string as source,
        null::bigint as source_row,
        null::string as customer_id,
        null::string as rejected_column,
        null::string as problem,
        null::string as reason,
        null::{{ json_type() }} as row_json
    where false
    {% for source in source_names() -%}
    {% set checked, base = 'checked_' ~ source, 'base_' ~ source -%}
    union all
    select
        '{{ source }}' as source,
        {{ checked }}.source_row,
        {{ checked }}.customer_id,
        {{ checked }}.rejected_column,
        {{ checked }}.problem,
        {{ checked }}.rejection_reason as reason,
        {{ to_json_text(base ~ '.received') }} as row_json
    from {{ checked }}
    left join {{ base }}
        on
            {{ checked }}.source_row = {{ base }}.source_row
            and {{ checked }}.received_hash = {{ row_hash(base ~ '.received') }}
    where {{ checked }}.rejection_reason is not null
    {% endfor %}
)

select * from rejected
