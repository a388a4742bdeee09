{#-
    Between two values in proportion.
-#}
{% macro quantiles(value, shares) -%}
{{ adapter.dispatch('quantiles', 'customer_segmentation')(value, shares) }}
{%- endmacro %}

{% macro duckdb__quantiles(value, shares) -%}
quantile_cont({{ value }}, [{{ shares | join(', ') }}])
{%- endmacro %}

{% macro spark__quantiles(value, shares) -%}
percentile({{ value }}, array({{ shares | join(', ') }}))
{%- endmacro %}
