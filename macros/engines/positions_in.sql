{#-
    One row per item, from 1. One of them in a select: two are a cross product on Spark.
-#}
{% macro positions_in(list) -%}
{{ adapter.dispatch('positions_in', 'customer_segmentation')(list) }}
{%- endmacro %}

{% macro duckdb__positions_in(list) -%}
generate_subscripts({{ list }}, 1)
{%- endmacro %}

{% macro spark__positions_in(list) -%}
explode(transform({{ list }}, (item, place) -> place + 1))
{%- endmacro %}
