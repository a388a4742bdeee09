{#-
    A list of what the block says of each item. It is called with the item and, if it takes two arguments,
    the item's place in the list, from 1.
-#}
{% macro mapped(list) -%}
{{ adapter.dispatch('mapped', 'customer_segmentation')(list, caller) }}
{%- endmacro %}

{% macro duckdb__mapped(list, block) -%}
{%- if block.arguments | length > 1 -%}
list_transform({{ list }}, lambda item, place: {{ block('item', 'place') }})
{%- else -%}
list_transform({{ list }}, lambda item: {{ block('item') }})
{%- endif -%}
{%- endmacro %}

{% macro spark__mapped(list, block) -%}
{%- if block.arguments | length > 1 -%}
transform({{ list }}, (item, place) -> {{ block('item', '(place + 1)') }})
{%- else -%}
transform({{ list }}, item -> {{ block('item') }})
{%- endif -%}
{%- endmacro %}
