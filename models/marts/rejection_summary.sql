-- depends_on: {{ ref('segment_gate') }}
with

{% for source in source_names() -%}
checked_{{ source }} as (
    select * from {{ ref('checked_' ~ source) }}
),

{% endfor -%}

counted as (
    select
        null::string as source,
        null::string as rejected_column,
        null::string as problem,
        null::string as reason,
        null::bigint as row_count
    where false
    {% for source in source_names() -%}
    union all
    select
        '{{ source }}' as source,
        rejected_column,
        problem,
        rejection_reason as reason,
        count(*) as row_count
    from checked_{{ source }}
    group by all
    {% endfor %}
),

shared as (
    select
        source,
        rejected_column,
        problem,
        reason,
        row_count,
        row_count / sum(row_count) over (partition by source) as share_of_source
    from counted
),

rejected as (
    select * from shared
    where reason is not null
)

select * from rejected
order by source, reason
