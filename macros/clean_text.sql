{#- A value of any type as text without surrounding white space; null if nothing is left. -#}
{% macro clean_text(expression) -%}
nullif(trim({{ expression }}::varchar), '')
{%- endmacro %}
