{#-
    Every letter alone, so that a text stays as long as it is: Java makes two of some.
-#}
{% macro in_capitals(text) -%}
{{ adapter.dispatch('in_capitals', 'customer_segmentation')(text) }}
{%- endmacro %}

{% macro duckdb__in_capitals(text) -%}
upper({{ text }})
{%- endmacro %}

{% macro spark__in_capitals(text) -%}
{%- set sharp, sharp_capital = "decode(unhex('C39F'), 'UTF-8')", "decode(unhex('E1BA9E'), 'UTF-8')" -%}
case
            when regexp_like({{ text }}, '^[ -~]*$') then upper({{ text }})
            else array_join(transform(
                split(translate({{ text }}, {{ sharp }}, {{ sharp_capital }}), ''),
                letter -> if(length(upper(letter)) = 1, upper(letter), letter)
            ), '')
        end
{%- endmacro %}
