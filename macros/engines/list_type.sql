{% macro list_type(type) -%}
{{ adapter.dispatch('list_type', 'customer_segmentation')(type) }}
{%- endmacro %}

{% macro duckdb__list_type(type) -%}
{{ type }}[]
{%- endmacro %}

{% macro spark__list_type(type) -%}
array<{{ type }}>
{%- endmacro %}
