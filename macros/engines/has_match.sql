{% macro has_match(value, pattern) -%}
{{ adapter.dispatch('has_match', 'customer_segmentation')(value, pattern) }}
{%- endmacro %}

{% macro duckdb__has_match(value, pattern) -%}
regexp_matches({{ value }}, {{ customer_segmentation.text_literal(pattern) }})
{%- endmacro %}

{% macro spark__has_match(value, pattern) -%}
regexp_like({{ value }}, {{ customer_segmentation.text_literal(pattern) }})
{%- endmacro %}
