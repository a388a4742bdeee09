{% macro wilson_bound(side, counted, total) -%}
{%- set z = 1.959963984540054 -%}
{%- set is_low = side == 'low' -%}
case {{ counted }}
            when {{ 0 if is_low else total }} then {{ 0.0 if is_low else 1.0 }}
            else (
                {{ counted }} + {{ z * z / 2 }}::double
                {{ '-' if is_low else '+' }} {{ z }}::double * sqrt(
                    {{ counted }} * ({{ total }} - {{ counted }}) / {{ total }}
                    + {{ z * z / 4 }}::double
                )
            ) / ({{ total }} + {{ z * z }}::double)
        end
{%- endmacro %}
