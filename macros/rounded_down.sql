{% macro rounded_down(number) -%}
{%- set scale = 'pow(10, 1 - floor(log10(abs(nullif(' ~ number ~ ', 0)))))' -%}
coalesce(floor({{ number }} * {{ scale }}) / {{ scale }}, 0)
{%- endmacro %}
