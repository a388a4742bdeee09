{#-
    One of the values that are not null. Spark's any_value takes a null where that is the first.
-#}
{% macro any_known(value) -%}
{{ adapter.dispatch('any_known', 'customer_segmentation')(value) }}
{%- endmacro %}

{% macro duckdb__any_known(value) -%}
any_value({{ value }})
{%- endmacro %}

{% macro spark__any_known(value) -%}
any_value({{ value }}, true)
{%- endmacro %}
