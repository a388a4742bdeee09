{% macro clean_text(expression) -%}
nullif(trim({{ expression }}::string, {{ customer_segmentation.white_space() }}), '')
{%- endmacro %}
