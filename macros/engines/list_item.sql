{#-
    Null where the list is shorter.
-#}
{% macro list_item(list, position) -%}
{{ adapter.dispatch('list_item', 'customer_segmentation')(list, position) }}
{%- endmacro %}

{% macro duckdb__list_item(list, position) -%}
{{ list }}[{{ position }}]
{%- endmacro %}

{% macro spark__list_item(list, position) -%}
try_element_at({{ list }}, ({{ position }})::integer)
{%- endmacro %}
