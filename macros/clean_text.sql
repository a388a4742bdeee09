{% macro clean_text(expression) -%}
nullif(trim({{ expression }}::varchar, {{ customer_segmentation.white_space() }}), '')
{%- endmacro %}
