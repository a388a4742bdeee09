{#- A value of a column of numbers as a double, null if it is none; see number_text. -#}
{% macro number_value(expression, format) -%}
try_cast({{ number_text(expression, format) }} as double)
{%- endmacro %}
