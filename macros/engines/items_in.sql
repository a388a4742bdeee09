{#-
    One row per item.
-#}
{% macro items_in(list) -%}
{{ adapter.dispatch('items_in', 'customer_segmentation')(list) }}
{%- endmacro %}

{% macro duckdb__items_in(list) -%}
unnest({{ list }})
{%- endmacro %}

{% macro spark__items_in(list) -%}
explode({{ list }})
{%- endmacro %}
