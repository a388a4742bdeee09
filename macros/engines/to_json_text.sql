{% macro to_json_text(value) -%}
{{ adapter.dispatch('to_json_text', 'customer_segmentation')(value) }}
{%- endmacro %}

{% macro duckdb__to_json_text(value) -%}
to_json({{ value }})
{%- endmacro %}

{% macro spark__to_json_text(value) -%}
to_json({{ value }}, map('ignoreNullFields', 'false'))
{%- endmacro %}
