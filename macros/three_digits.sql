{#- A number as text for people: three significant digits, or whole above a thousand. -#}
{% macro three_digits(number) -%}
case
                when abs({{ number }}) < 999.5 then format('{:.3g}', {{ number }})
                else format('{:,.0f}', {{ number }})
            end
{%- endmacro %}
