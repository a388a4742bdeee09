{% macro list_total(list) -%}
{{ adapter.dispatch('list_total', 'customer_segmentation')(list) }}
{%- endmacro %}

{% macro duckdb__list_total(list) -%}
list_sum({{ list }})
{%- endmacro %}

{% macro spark__list_total(list) -%}
aggregate({{ list }}, 0::double, (total, item) -> total + coalesce(item, 0))
{%- endmacro %}
