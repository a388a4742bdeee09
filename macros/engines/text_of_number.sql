{#-
    A double as text, as DuckDB writes it.
-#}
{% macro text_of_number(value) -%}
{{ adapter.dispatch('text_of_number', 'customer_segmentation')(value) }}
{%- endmacro %}

{% macro duckdb__text_of_number(value) -%}
{{ value }}::string
{%- endmacro %}

{% macro spark__text_of_number(value) -%}
case
            when {{ value }} = floor({{ value }}) and abs({{ value }}) < 1e15
                then format_string('%.1f', {{ value }}::double)
            else {{ value }}::string
        end
{%- endmacro %}
