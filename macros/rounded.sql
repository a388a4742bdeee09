{% macro rounded(number, digits) -%}
(floor(({{ number }})::double * 1e{{ digits }} + 0.5) / 1e{{ digits }})
{%- endmacro %}
