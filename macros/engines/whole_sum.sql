{#-
    A sum of whole numbers that cannot overflow.
-#}
{% macro whole_sum(value) -%}
{{ adapter.dispatch('whole_sum', 'customer_segmentation')(value) }}
{%- endmacro %}

{% macro duckdb__whole_sum(value) -%}
sum({{ value }})
{%- endmacro %}

{% macro spark__whole_sum(value) -%}
sum(({{ value }})::decimal(38, 0))
{%- endmacro %}
