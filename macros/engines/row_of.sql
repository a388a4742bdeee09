{#-
    Columns as one value, by which rows are told apart and put into an order: what is missing comes last.
-#}
{% macro row_of(columns) -%}
{{ adapter.dispatch('row_of', 'customer_segmentation')(columns) }}
{%- endmacro %}

{% macro duckdb__row_of(columns) -%}
({{ columns | join(', ') }})
{%- endmacro %}

{% macro spark__row_of(columns) -%}
struct(
            {%- for column in columns %}
            {{ column }} is null as is_missing_{{ loop.index }}, {{ column }}{{ ',' if not loop.last }}
            {%- endfor %}
        )
{%- endmacro %}
