{#-
    A value of any type as text without surrounding white space, of whatever width; null if
    nothing is left.
-#}
{% macro clean_text(expression) -%}
nullif(trim({{ expression }}::varchar, {{ customer_segmentation.white_space() }}), '')
{%- endmacro %}
