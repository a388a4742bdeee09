{% macro highest_first(list) -%}
{{ adapter.dispatch('highest_first', 'customer_segmentation')(list) }}
{%- endmacro %}

{% macro duckdb__highest_first(list) -%}
list_reverse_sort({{ list }})
{%- endmacro %}

{% macro spark__highest_first(list) -%}
sort_array({{ list }}, false)
{%- endmacro %}
