{% macro text_literal(text) -%}
    {{ return(adapter.dispatch('text_literal', 'customer_segmentation')(text)) }}
{%- endmacro %}

{% macro duckdb__text_literal(text) -%}
    {{ return("'" ~ text | string | replace("'", "''") ~ "'") }}
{%- endmacro %}

{#- On Spark a backslash escapes what follows it. -#}
{% macro spark__text_literal(text) -%}
    {{ return("'" ~ text | string | replace('\\', '\\\\') | replace("'", "''") ~ "'") }}
{%- endmacro %}
