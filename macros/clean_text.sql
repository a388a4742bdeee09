{% macro clean_text(expression) -%}
nullif({{ customer_segmentation.trimmed(expression ~ '::string', customer_segmentation.white_space()) }}, '')
{%- endmacro %}
