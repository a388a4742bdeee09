{#-
    Null for what is not written as SQL writes a moment. Spark takes a year alone for one.
-#}
{% macro try_moment(value) -%}
{{ adapter.dispatch('try_moment', 'customer_segmentation')(value) }}
{%- endmacro %}

{% macro duckdb__try_moment(value) -%}
try_cast({{ value }} as timestamp)
{%- endmacro %}

{% macro spark__try_moment(value) -%}
{{ customer_segmentation.moment_by_pattern('(' ~ value ~ ')::string', none) }}
{%- endmacro %}
