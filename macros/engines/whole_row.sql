{#-
    The row of a relation that is called row_as_received, as one value with its columns.
-#}
{% macro whole_row(columns) -%}
{{ adapter.dispatch('whole_row', 'customer_segmentation')(columns) }}
{%- endmacro %}

{% macro duckdb__whole_row(columns) -%}
row_as_received
{%- endmacro %}

{% macro spark__whole_row(columns) -%}
{%- set values = [] -%}
{%- for column in columns -%}
    {%- do values.append('row_as_received.' ~ customer_segmentation.quoted(column.name)) -%}
{%- endfor -%}
struct({{ values | join(', ') }})
{%- endmacro %}
