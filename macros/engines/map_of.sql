{#-
    Of a list of keys and one of values.
-#}
{% macro map_of(keys, values) -%}
{{ adapter.dispatch('map_of', 'customer_segmentation')(keys, values) }}
{%- endmacro %}

{% macro duckdb__map_of(keys, values) -%}
map({{ keys }}, {{ values }})
{%- endmacro %}

{% macro spark__map_of(keys, values) -%}
map_from_arrays({{ keys }}, {{ values }})
{%- endmacro %}
