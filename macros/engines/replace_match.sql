{#-
    Every match. A group of the pattern is \1 in the replacement; in Java it is $1, and $ is \$.
-#}
{% macro replace_match(value, pattern, replacement) -%}
{{ adapter.dispatch('replace_match', 'customer_segmentation')(value, pattern, replacement) }}
{%- endmacro %}

{% macro duckdb__replace_match(value, pattern, replacement) -%}
regexp_replace({{ value }}, {{ customer_segmentation.text_literal(pattern) }}, {{ customer_segmentation.text_literal(replacement) }}, 'g')
{%- endmacro %}

{% macro spark__replace_match(value, pattern, replacement) -%}
regexp_replace(
    {{ value }}, {{ customer_segmentation.text_literal(pattern) }},
    {{ customer_segmentation.text_literal(modules.re.sub(
        '\\\\([0-9])', '$\\1', replacement | replace('$', '\\$')
    )) }}
)
{%- endmacro %}
