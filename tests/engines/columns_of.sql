{#- Its columns, in their order, with the types as DuckDB calls them. -#}
{%- set found = [] -%}
{%- for column in columns_of(ref('segment_playbook')) -%}
    {%- do found.append(column.name ~ ' ' ~ column.type) -%}
{%- endfor -%}
with

cases as (
    select
        'columns of a table' as what,
        {{ text_literal(found | join(', ')) }} as found,
        'segmentation VARCHAR, position INTEGER, conditions VARCHAR, segment_name VARCHAR, '
        || 'goal VARCHAR, recommended_action VARCHAR, channel VARCHAR, caution VARCHAR, '
        || 'risk INTEGER' as expected
)

select * from cases
where found is distinct from expected
