{#-
    Of a relation that is made of files and called row_as_received.
-#}
{% macro file_of_row() -%}
{{ adapter.dispatch('file_of_row', 'customer_segmentation')() }}
{%- endmacro %}

{% macro duckdb__file_of_row() -%}
row_as_received.filename
{%- endmacro %}

{% macro spark__file_of_row() -%}
row_as_received.`the file of the row`
{%- endmacro %}
