{#-
    A text without these characters at its ends.
-#}
{% macro trimmed(text, characters) -%}
{{ adapter.dispatch('trimmed', 'customer_segmentation')(text, characters) }}
{%- endmacro %}

{% macro duckdb__trimmed(text, characters) -%}
trim({{ text }}, {{ characters }})
{%- endmacro %}

{% macro spark__trimmed(text, characters) -%}
btrim({{ text }}, {{ characters }})
{%- endmacro %}
