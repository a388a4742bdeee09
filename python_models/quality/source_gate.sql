with

{% for source in source_names() -%}
checked_{{ source }} as (
    select * from {{ ref('checked_' ~ source) }}
),

{% endfor -%}

source_checks as (
    select * from {{ ref('source_checks') }}
),

received as (
    {% for source in source_names() -%}
    select
        '{{ source }}' as subject,
        count(*) as row_count,
    from checked_{{ source }}
    {% if not loop.last %}union all{% endif %}
    {% endfor %}
),

{{ gate('source_checks') }}

select * from decided
order by subject
