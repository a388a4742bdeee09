{#-
    What a column is called in the rows of an unpivot.
-#}
{% macro unpivot_name(name) -%}
{{ adapter.dispatch('unpivot_name', 'customer_segmentation')(name) }}
{%- endmacro %}

{% macro duckdb__unpivot_name(name) -%}
{{ customer_segmentation.text_literal(name) }}
{%- endmacro %}

{% macro spark__unpivot_name(name) -%}
{{ adapter.quote(name) }}
{%- endmacro %}
