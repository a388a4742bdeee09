{% macro list_highest(list) -%}
{{ adapter.dispatch('list_highest', 'customer_segmentation')(list) }}
{%- endmacro %}

{% macro duckdb__list_highest(list) -%}
list_max({{ list }})
{%- endmacro %}

{% macro spark__list_highest(list) -%}
array_max({{ list }})
{%- endmacro %}
