{#-
    The first match alone. A group of the pattern is \1 in the replacement; in Java it is $1.
-#}
{% macro replace_first(value, pattern, replacement) -%}
{{ adapter.dispatch('replace_first', 'customer_segmentation')(value, pattern, replacement) }}
{%- endmacro %}

{% macro duckdb__replace_first(value, pattern, replacement) -%}
regexp_replace({{ value }}, {{ customer_segmentation.text_literal(pattern) }}, {{ customer_segmentation.text_literal(replacement) }})
{%- endmacro %}

{#- What is before the match is the first group there. -#}
{% macro spark__replace_first(value, pattern, replacement) -%}
{%- set groups = [] -%}
{%- for text in modules.re.split('\\\\([0-9])', replacement | replace('$', '\\$')) -%}
    {%- do groups.append('$' ~ (text | int + 1) if loop.index is even else text) -%}
{%- endfor -%}
regexp_replace(
    {{ value }}, {{ customer_segmentation.text_literal('\\A((?s:.*?))(?:' ~ pattern ~ ')') }},
    {{ customer_segmentation.text_literal('$1' ~ groups | join) }}
)
{%- endmacro %}
