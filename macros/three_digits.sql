{% macro three_digits(number) -%}
case
                when abs({{ number }}) < 999.5 then format('{:.3g}', {{ number }})
                else format('{:,.0f}', {{ number }})
            end
{%- endmacro %}
