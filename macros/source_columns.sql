{#-
    The columns of a source, by our names, as the YAML of its base_ model says them: the headers
    that are known for each, the sample's first, and whether a source may lack it.
-#}
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
