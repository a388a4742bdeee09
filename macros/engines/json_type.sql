{% macro json_type() -%}
{{ adapter.dispatch('json_type', 'customer_segmentation')() }}
{%- endmacro %}

{% macro duckdb__json_type() -%}
json
{%- endmacro %}

{% macro spark__json_type() -%}
string
{%- endmacro %}
