{% macro list_ordered(value, order_by) -%}
{{ adapter.dispatch('list_ordered', 'customer_segmentation')(value, order_by) }}
{%- endmacro %}

{% macro duckdb__list_ordered(value, order_by) -%}
list({{ value }} order by {{ order_by }})
{%- endmacro %}

{% macro spark__list_ordered(value, order_by) -%}
transform(
            sort_array(collect_list(named_struct(
                'is_missing', {{ order_by }} is null, 'place', {{ order_by }}, 'item', {{ value }}
            ))),
            each -> each.item
        )
{%- endmacro %}
