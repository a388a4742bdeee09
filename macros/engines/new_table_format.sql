{#-
    What `create table` ends with, so that the table can be updated.
-#}
{% macro new_table_format() -%}
{{ adapter.dispatch('new_table_format', 'customer_segmentation')() }}
{%- endmacro %}

{% macro duckdb__new_table_format() -%}
{%- endmacro %}

{% macro spark__new_table_format() -%}
using delta
{%- endmacro %}
