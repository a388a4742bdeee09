{% macro text_list(value, separator, order_by) -%}
{{ adapter.dispatch('text_list', 'customer_segmentation')(value, separator, order_by) }}
{%- endmacro %}

{% macro duckdb__text_list(value, separator, order_by) -%}
string_agg({{ value }}, {{ customer_segmentation.text_literal(separator) }} order by {{ order_by }})
{%- endmacro %}

{% macro spark__text_list(value, separator, order_by) -%}
listagg({{ value }}, {{ customer_segmentation.text_literal(separator) }}) within group (order by {{ order_by }})
{%- endmacro %}
