{#-
    keys        lists of columns: no two rows agree in all of one, and none of them is null
    never_null  columns that are not null
    ranges      {column: [low, high]}, numbers that are there, are finite and lie in between;
                either bound may be null
    nullable    columns of these ranges that need not be there
    values      {column: [values]}, what a column that is not null may be
-#}
{% test accepted_rows(model, keys=[], never_null=[], ranges={}, nullable=[], values={}) %}
{%- set key_columns = keys | sum(start=[]) | unique | list %}

with

judged as (
    select
        *,
        case
            {%- for column in (key_columns + never_null + ranges | reject('in', nullable) | list) %}
            when {{ column }} is null then {{ dbt.string_literal(column ~ ' is null') }}
            {%- endfor %}
            {%- for column, bounds in ranges.items() %}
            when not ({{ customer_segmentation.is_finite(column) }}) then '{{ column }} is not finite'
            {%- if bounds[0] is not none %}
            when {{ column }} < {{ bounds[0] }} then '{{ column }} is below {{ bounds[0] }}'
            {%- endif %}
            {%- if bounds[1] is not none %}
            when {{ column }} > {{ bounds[1] }} then '{{ column }} is above {{ bounds[1] }}'
            {%- endif %}
            {%- endfor %}
            {%- for column, accepted in values.items() %}
            when {{ column }} not in (
                {%- for value in accepted -%}
                {{ dbt.string_literal(value) if value is string else value }}{{ ', ' if not loop.last }}
                {%- endfor -%}
            ) then '{{ column }} is none of its values'
            {%- endfor %}
        end as broken_claim
    from {{ model }}
),

{% if keys -%}
counted as (
    select
        {{ key_columns | join(', ') }},
        coalesce(
            min(broken_claim), 'the key is there ' || count(*) || ' times'
        ) as broken_claim
    from judged
    group by
        grouping sets ({% for key in keys %}({{ key | join(', ') }}){{ ', ' if not loop.last }}{% endfor %})
    having count(*) > 1 or min(broken_claim) is not null
)

select * from counted
{%- else -%}
faulty as (
    select * from judged
    where broken_claim is not null
)

select * from faulty
{%- endif %}

{% endtest %}
