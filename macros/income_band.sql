{% macro income_band(income) -%}
case
            when {{ income }} < 20000 then 'under 20k'
            when {{ income }} < 40000 then '20k-40k'
            when {{ income }} < 60000 then '40k-60k'
            when {{ income }} < 80000 then '60k-80k'
            else '80k and over'
        end
{%- endmacro %}
