{% macro joined_text(list, separator) -%}
{{ adapter.dispatch('joined_text', 'customer_segmentation')(list, separator) }}
{%- endmacro %}

{% macro duckdb__joined_text(list, separator) -%}
array_to_string({{ list }}, {{ customer_segmentation.text_literal(separator) }})
{%- endmacro %}

{% macro spark__joined_text(list, separator) -%}
array_join({{ list }}::array<string>, {{ customer_segmentation.text_literal(separator) }})
{%- endmacro %}
