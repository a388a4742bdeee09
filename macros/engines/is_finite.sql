{% macro is_finite(value) -%}
{{ adapter.dispatch('is_finite', 'customer_segmentation')(value) }}
{%- endmacro %}

{% macro duckdb__is_finite(value) -%}
isfinite({{ value }})
{%- endmacro %}

{#- Of any type: dates and whole numbers are. -#}
{% macro spark__is_finite(value) -%}
{{ value }}::string not in ('NaN', 'Infinity', '-Infinity')
{%- endmacro %}
