{#-
    One row per day, both ends among them.
-#}
{% macro days_from(first, last) -%}
{{ adapter.dispatch('days_from', 'customer_segmentation')(first, last) }}
{%- endmacro %}

{% macro duckdb__days_from(first, last) -%}
unnest(generate_series({{ first }}, {{ last }}, interval 1 day))::date
{%- endmacro %}

{% macro spark__days_from(first, last) -%}
explode(sequence({{ first }}, {{ last }}, interval 1 day))
{%- endmacro %}
