{% macro source_columns(source_name) %}
    {%- set columns = {} -%}
    {%- for name, meta in column_metas(customers_node('base_' ~ source_name)).items()
        if meta.headers -%}
        {%- do columns.update({name: {
            'headers': meta.headers, 'is_optional': meta.is_optional or false,
            'reads': meta.reads or none,
        }}) -%}
    {%- endfor -%}
    {{ return(columns) }}
{% endmacro %}
