{#-
    Null for what is no number. For Java 5d and 5f are numbers, and 1_000 is none.
-#}
{% macro try_number(value) -%}
{{ adapter.dispatch('try_number', 'customer_segmentation')(value) }}
{%- endmacro %}

{% macro duckdb__try_number(value) -%}
try_cast({{ value }} as double)
{%- endmacro %}

{% macro spark__try_number(value) -%}
transform(
            array(({{ value }})::string),
            number -> case
                when regexp_like(
                    number,
                    '^\\s*[+-]?(?:(?:[0-9]+(?:_[0-9]+)*(?:[.](?:[0-9]+(?:_[0-9]+)*)?)?|[.][0-9]+(?:_[0-9]+)*)(?:[eE][+-]?[0-9]+)?|(?i:inf|infinity|nan))\\s*$'
                )
                    then try_cast(translate(number, '_', '') as double)
            end
        )[0]
{%- endmacro %}
