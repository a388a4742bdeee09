{#-
    As a double. Between two decimals DuckDB leaves out the half of a last digit, Spark keeps it.
-#}
{% macro median_of_decimals(value, scale) -%}
{{ adapter.dispatch('median_of_decimals', 'customer_segmentation')(value, scale) }}
{%- endmacro %}

{% macro duckdb__median_of_decimals(value, scale) -%}
median({{ value }})::double
{%- endmacro %}

{% macro spark__median_of_decimals(value, scale) -%}
(median(({{ value }} * {{ 10 ** scale }})::bigint)::bigint / {{ 10 ** scale }})
{%- endmacro %}
