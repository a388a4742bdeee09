{#-
    A backslash in the pattern is one.
-#}
{% macro is_like(value, pattern) -%}
{{ adapter.dispatch('is_like', 'customer_segmentation')(value, pattern) }}
{%- endmacro %}

{% macro duckdb__is_like(value, pattern) -%}
{{ value }} like {{ customer_segmentation.text_literal(pattern) }}
{%- endmacro %}

{% macro spark__is_like(value, pattern) -%}
{{ value }} like {{ customer_segmentation.text_literal(pattern | replace('\\', '\\\\')) }}
{%- endmacro %}
