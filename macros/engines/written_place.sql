{#-
    The order in which rows were written, at once; asked for in a select that does nothing else.
    Spark counts within a file, and Session.write puts a table into one.
-#}
{% macro written_place() -%}
{{ adapter.dispatch('written_place', 'customer_segmentation')() }}
{%- endmacro %}

{% macro duckdb__written_place() -%}
rowid
{%- endmacro %}

{% macro spark__written_place() -%}
monotonically_increasing_id()
{%- endmacro %}
