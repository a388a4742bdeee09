{#-
    Null for what is no number. For Java 5d and 5f are numbers.
-#}
{% macro try_number(value) -%}
{{ adapter.dispatch('try_number', 'customer_segmentation')(value) }}
{%- endmacro %}

{% macro duckdb__try_number(value) -%}
try_cast({{ value }} as double)
{%- endmacro %}

{% macro spark__try_number(value) -%}
case
            when regexp_like(
                trim({{ value }}),
                '^[+-]?(([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][+-]?[0-9]+)?|(?i:inf|infinity|nan))$'
            )
                then try_cast({{ value }} as double)
        end
{%- endmacro %}
