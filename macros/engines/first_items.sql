{% macro first_items(list, count) -%}
{{ adapter.dispatch('first_items', 'customer_segmentation')(list, count) }}
{%- endmacro %}

{% macro duckdb__first_items(list, count) -%}
{{ list }}[:{{ count }}]
{%- endmacro %}

{% macro spark__first_items(list, count) -%}
slice({{ list }}, 1, {{ count }})
{%- endmacro %}
