{#-
    All columns but these, in a select.
-#}
{% macro all_but(columns) -%}
{{ adapter.dispatch('all_but', 'customer_segmentation')(columns) }}
{%- endmacro %}

{% macro duckdb__all_but(columns) -%}
* exclude ({{ columns | join(', ') }})
{%- endmacro %}

{% macro spark__all_but(columns) -%}
* except ({{ columns | join(', ') }})
{%- endmacro %}
