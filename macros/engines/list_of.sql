{% macro list_of(items) -%}
{{ adapter.dispatch('list_of', 'customer_segmentation')(items) }}
{%- endmacro %}

{% macro duckdb__list_of(items) -%}
[{{ items | join(', ') }}]
{%- endmacro %}

{% macro spark__list_of(items) -%}
array({{ items | join(', ') }})
{%- endmacro %}
