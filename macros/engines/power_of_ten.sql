{#-
    Java's power(10, -5) is not the double that is next to it: a number rounded by it would be off by
    one in its last digit.
-#}
{% macro power_of_ten(exponent) -%}
{{ adapter.dispatch('power_of_ten', 'customer_segmentation')(exponent) }}
{%- endmacro %}

{% macro duckdb__power_of_ten(exponent) -%}
pow(10, {{ exponent }})
{%- endmacro %}

{% macro spark__power_of_ten(exponent) -%}
('1e' || ({{ exponent }})::integer)::double
{%- endmacro %}
