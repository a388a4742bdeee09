{#-
    Null for what is no number, or has too many digits for the type.
-#}
{% macro try_decimal(value, digits, scale) -%}
{{ adapter.dispatch('try_decimal', 'customer_segmentation')(value, digits, scale) }}
{%- endmacro %}

{% macro duckdb__try_decimal(value, digits, scale) -%}
try_cast({{ value }} as decimal({{ digits }}, {{ scale }}))
{%- endmacro %}

{% macro spark__try_decimal(value, digits, scale) -%}
case
            when {{ customer_segmentation.try_number(value) }} is not null
                then try_cast(
                    translate(({{ value }})::string, '_', '') as decimal({{ digits }}, {{ scale }})
                )
        end
{%- endmacro %}
