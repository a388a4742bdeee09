{#-
    A double as near to its decimal as a double can be: of the product, as it is held, half goes away from
    zero. Spark would round its decimal digits, and 1.005 up.
-#}
{% macro rounded_double(number, digits) -%}
{{ adapter.dispatch('rounded_double', 'customer_segmentation')(number, digits) }}
{%- endmacro %}

{% macro duckdb__rounded_double(number, digits) -%}
round({{ number }}, {{ digits }})
{%- endmacro %}

{% macro spark__rounded_double(number, digits) -%}
(round(({{ number }}) * 1e{{ digits }}) / 1e{{ digits }})
{%- endmacro %}
