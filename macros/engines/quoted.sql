{#-
    A name as SQL takes it, whatever is in it.
-#}
{% macro quoted(name) -%}
{{ return(adapter.dispatch('quoted', 'customer_segmentation')(name)) }}
{%- endmacro %}

{% macro duckdb__quoted(name) -%}
{{ return(adapter.quote(name | replace('"', '""'))) }}
{%- endmacro %}

{% macro spark__quoted(name) -%}
{{ return(adapter.quote(name | replace('`', '``'))) }}
{%- endmacro %}
