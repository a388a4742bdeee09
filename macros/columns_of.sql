{% macro columns_of(relation) %}
    {%- set found = [] -%}
    {%- for column in (adapter.get_columns_in_relation(relation) if execute else []) -%}
        {%- do found.append({'name': column.name, 'type': column.dtype}) -%}
    {%- endfor -%}
    {{ return(found) }}
{% endmacro %}
