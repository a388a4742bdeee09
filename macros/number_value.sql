{% macro number_value(expression, format) -%}
try_cast({{ number_text(expression, format) }} as double)
{%- endmacro %}
