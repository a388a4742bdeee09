{#- A text as SQL, its quotes doubled, which dbt's own macro leaves to its caller. -#}
{% macro text_literal(text) -%}
    {{ return("'" ~ text | string | replace("'", "''") ~ "'") }}
{%- endmacro %}
