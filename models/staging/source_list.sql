with

{% for source in source_names() -%}
checked_{{ source }} as (
    select * from {{ ref('checked_' ~ source) }}
),

{% endfor -%}

declared as (
    select
        null::string as source,
        null::string as location,
        null::boolean as may_be_shorter,
        null::string as relation,
        null::{{ list_type('string') }} as columns_found,
        null::{{ json_type() }} as expectations
    where false
    {% for source in source_names() -%}
    {% set location = source_place(source).from -%}
    {% set checked = ref('checked_' ~ source) -%}
    union all
    select
        '{{ source }}' as source,
        {% if location is none -%}
        null::string as location,
        {% else -%}
        {{ text_literal(location) }} as location, -- noqa: LT05
        {% endif -%}
        {{ source in var('may_be_shorter') }} as may_be_shorter,
        '{{ checked.schema }}.{{ checked.identifier }}' as relation,
        {{ columns_found(source) }} as columns_found, -- noqa: LT05
        {{ expectations_of('checked_' ~ source) }} as expectations -- noqa: LT05
    {% endfor %}
),

counted as (
    select
        null::string as source,
        null::bigint as row_count
    where false
    {% for source in source_names() -%}
    union all
    select
        '{{ source }}' as source,
        count(*) as row_count
    from checked_{{ source }}
    {% endfor %}
),

joined as (
    select
        declared.source,
        declared.location,
        declared.may_be_shorter,
        declared.relation,
        declared.columns_found,
        declared.expectations,
        counted.row_count
    from declared
    inner join counted on declared.source = counted.source
)

select * from joined
