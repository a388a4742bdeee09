{% macro transformed(value, transform) -%}
case {{ transform }} when 'log1p' then ln(1 + {{ value }}) else {{ value }} end
{%- endmacro %}
