{#-
    A double as text with that many decimals. Rounded before: for half of the last digit C and Java
    differ.
-#}
{% macro fixed(number, digits) -%}
{{ adapter.dispatch('fixed', 'customer_segmentation')(number, digits) }}
{%- endmacro %}

{% macro duckdb__fixed(number, digits) -%}
printf('%.{{ digits }}f', {{ customer_segmentation.rounded(number, digits) }})
{%- endmacro %}

{% macro spark__fixed(number, digits) -%}
format_string('%.{{ digits }}f', {{ customer_segmentation.rounded(number, digits) }})
{%- endmacro %}
