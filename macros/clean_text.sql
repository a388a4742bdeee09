{#- Text without surrounding white space; null if nothing is left. -#}
{% macro clean_text(expression) -%}
nullif(trim({{ expression }}), '')
{%- endmacro %}
