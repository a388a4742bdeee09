{% macro row_place(relation, source_row) %}
    {{ return(adapter.dispatch('row_place', 'customer_segmentation')(relation, source_row)) }}
{% endmacro %}

{% macro duckdb__row_place(relation, source_row) %}
    {#- A column may be called filename, none will be called that. -#}
    {%- set file = adapter.quote('the file of the row') -%}
    {%- set named = relation[:-1] ~ ", filename = 'the file of the row')" -%}
    {%- set rows = run_query(
        'select ' ~ file ~ ', count(*) from ('
        ~ 'select ' ~ file ~ ', row_number() over () as source_row from ' ~ named
        ~ ' limit ' ~ source_row ~ ') group by all order by max(source_row) desc limit 1'
    ).rows -%}
    {{ return('row ' ~ rows[0][1] ~ " below the header of '" ~ rows[0][0] ~ "'") }}
{% endmacro %}

{% macro spark__row_place(relation, source_row) %}
    {%- set rows = run_query(
        'select `the file of the row`, count(*) from ' ~ relation
        ~ ' where `the place of the row` <= ' ~ source_row
        ~ ' group by all order by max(`the place of the row`) desc limit 1'
    ).rows -%}
    {{ return('row ' ~ rows[0][1] ~ " below the header of '" ~ rows[0][0] ~ "'") }}
{% endmacro %}
