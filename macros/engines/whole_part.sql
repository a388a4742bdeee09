{#-
    Of a double, towards zero.
-#}
{% macro whole_part(number) -%}
{{ adapter.dispatch('whole_part', 'customer_segmentation')(number) }}
{%- endmacro %}

{% macro duckdb__whole_part(number) -%}
trunc({{ number }})
{%- endmacro %}

{% macro spark__whole_part(number) -%}
case
            -- From there on a double has no decimals, and what is rounded has to fit into 64 bits.
            when abs({{ number }}) < 1e16 then sign({{ number }}) * floor(abs({{ number }}))
            else {{ number }}
        end
{%- endmacro %}
