{% macro number_value(expression, format) -%}
{{ customer_segmentation.try_number(customer_segmentation.number_text(expression, format)) }}
{%- endmacro %}
