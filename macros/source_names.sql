{% macro source_names() -%}
    {{ return(var('sources')) }}
{%- endmacro %}
