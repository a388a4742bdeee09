{% macro dot_product(list, other_list) -%}
{{ adapter.dispatch('dot_product', 'customer_segmentation')(list, other_list) }}
{%- endmacro %}

{% macro duckdb__dot_product(list, other_list) -%}
list_dot_product({{ list }}, {{ other_list }})
{%- endmacro %}

{% macro spark__dot_product(list, other_list) -%}
aggregate(
            zip_with({{ list }}, {{ other_list }}, (item, other_item) -> item * other_item),
            0::double,
            (total, product) -> total + product
        )
{%- endmacro %}
