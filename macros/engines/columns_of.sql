{% macro columns_of(relation) %}
    {%- if not execute -%}
        {{ return([]) }}
    {%- endif -%}
    {{ return(adapter.dispatch('columns_of', 'customer_segmentation')(relation)) }}
{% endmacro %}

{% macro duckdb__columns_of(relation) %}
    {%- set found = [] -%}
    {%- for column in adapter.get_columns_in_relation(relation) -%}
        {%- do found.append({'name': column.name, 'type': column.dtype}) -%}
    {%- endfor -%}
    {{ return(found) }}
{% endmacro %}

{% macro spark__columns_of(relation) %}
    {{ return(adapter.columns_of(relation.render())) }}
{% endmacro %}
