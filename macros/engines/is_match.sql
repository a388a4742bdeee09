{#-
    Whether a pattern is all of a text. In Java $ is also before a line end.
-#}
{% macro is_match(value, pattern) -%}
{{ adapter.dispatch('is_match', 'customer_segmentation')(value, pattern) }}
{%- endmacro %}

{% macro duckdb__is_match(value, pattern) -%}
regexp_full_match({{ value }}, {{ customer_segmentation.text_literal(pattern) }})
{%- endmacro %}

{% macro spark__is_match(value, pattern) -%}
regexp_like({{ value }}, {{ customer_segmentation.text_literal('\\A(?:' ~ pattern ~ ')\\z') }})
{%- endmacro %}
