{#-
    A whole number beyond 64 bits.
-#}
{% macro whole_type() -%}
{{ adapter.dispatch('whole_type', 'customer_segmentation')() }}
{%- endmacro %}

{% macro duckdb__whole_type() -%}
hugeint
{%- endmacro %}

{% macro spark__whole_type() -%}
decimal(38, 0)
{%- endmacro %}
