{#-
    A double as text with that many decimals: the nearest, of two the even one. What Spark's
    format_string prints is half up of the shortest digits.
-#}
{% macro fixed(number, digits) -%}
{{ adapter.dispatch('fixed', 'customer_segmentation')(number, digits) }}
{%- endmacro %}

{% macro duckdb__fixed(number, digits) -%}
printf('%.{{ digits }}f', {{ number }})
{%- endmacro %}

{% macro spark__fixed(number, digits) -%}
replace(format_number({{ number }}, {{ digits }}), ',', '')
{%- endmacro %}
