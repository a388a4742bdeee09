{% macro rounded_down(number) -%}
{%- set exponent = '1 - floor(log10(abs(nullif(' ~ number ~ ', 0))))' -%}
{%- set scale = customer_segmentation.power_of_ten(exponent) -%}
coalesce(floor({{ number }} * {{ scale }}) / {{ scale }}, 0)
{%- endmacro %}
