{% macro generate_schema_name(custom_schema_name, node) -%}
    {{ (var('schema_prefix') or '') ~ ((custom_schema_name or target.schema) | trim) }}
{%- endmacro %}
