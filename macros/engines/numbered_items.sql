{#-
    One row per item, as two columns: its place in the list, from 1, and itself. How many items there
    are spares it to ask every list, where all have as many.
-#}
{% macro numbered_items(list, place, item, count=none) -%}
{{ adapter.dispatch('numbered_items', 'customer_segmentation')(list, place, item, count) }}
{%- endmacro %}

{% macro duckdb__numbered_items(list, place, item, count) -%}
{{ 'unnest(range(1, ' ~ (count + 1) ~ '))' if count else 'generate_subscripts(' ~ list ~ ', 1)' }} as {{ place }},
        unnest({{ list }}) as {{ item }}
{%- endmacro %}

{% macro spark__numbered_items(list, place, item, count) -%}
inline(transform(
            {{ list }},
            (item, place) -> named_struct('{{ place }}', place + 1, '{{ item }}', item)
        ))
{%- endmacro %}
