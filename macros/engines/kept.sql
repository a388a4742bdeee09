{#-
    The items of which the block is true. It is called with the item and, if it takes two arguments,
    the item's place in the list, from 1.
-#}
{% macro kept(list) -%}
{{ adapter.dispatch('kept', 'customer_segmentation')(list, caller) }}
{%- endmacro %}

{% macro duckdb__kept(list, block) -%}
{%- if block.arguments | length > 1 -%}
list_filter({{ list }}, lambda item, place: {{ block('item', 'place') }})
{%- else -%}
list_filter({{ list }}, lambda item: {{ block('item') }})
{%- endif -%}
{%- endmacro %}

{% macro spark__kept(list, block) -%}
{%- if block.arguments | length > 1 -%}
filter({{ list }}, (item, place) -> {{ block('item', '(place + 1)') }})
{%- else -%}
filter({{ list }}, item -> {{ block('item') }})
{%- endif -%}
{%- endmacro %}
