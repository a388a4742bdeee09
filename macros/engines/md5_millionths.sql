{#-
    From 0 to 999999, by the md5 of a text: the remainder of the number that its bytes are, the lowest
    first.
-#}
{% macro md5_millionths(text) -%}
{{ adapter.dispatch('md5_millionths', 'customer_segmentation')(text) }}
{%- endmacro %}

{% macro duckdb__md5_millionths(text) -%}
md5_number({{ text }}) % 1000000
{%- endmacro %}

{#- Four digits are two bytes; their places are the powers of 65536, as remainders. -#}
{% macro spark__md5_millionths(text) -%}
(
            {%- for place in [1, 65536, 967296, 710656, 551616, 706176, 950336, 220096] %}
            {{ '+ ' if not loop.first }}{{ place }} * conv(
                substr(md5({{ text }}), {{ loop.index0 * 4 + 3 }}, 2)
                || substr(md5({{ text }}), {{ loop.index0 * 4 + 1 }}, 2),
                16, 10
            )::bigint
            {%- endfor %}
        ) % 1000000
{%- endmacro %}
