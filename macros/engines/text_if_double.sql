{#-
    A value that is made a text later, as DuckDB would write it: engines write doubles differently.
-#}
{% macro text_if_double(value, type) -%}
{{ adapter.dispatch('text_if_double', 'customer_segmentation')(value, type) }}
{%- endmacro %}

{% macro duckdb__text_if_double(value, type) -%}
{{ value }}
{%- endmacro %}

{% macro spark__text_if_double(value, type) -%}
{%- if type in ['DOUBLE', 'FLOAT'] -%}
{{ customer_segmentation.text_of(value) }}
{%- else -%}
{{ value }}
{%- endif -%}
{%- endmacro %}
