{#-
    Each a value that there is.
-#}
{% macro quantiles_of_values(value, shares) -%}
{{ adapter.dispatch('quantiles_of_values', 'customer_segmentation')(value, shares) }}
{%- endmacro %}

{% macro duckdb__quantiles_of_values(value, shares) -%}
quantile_disc({{ value }}, [{{ shares | join(', ') }}])
{%- endmacro %}

{% macro spark__quantiles_of_values(value, shares) -%}
array(
            {%- for share in shares %}
            percentile_disc({{ share }}) within group (order by {{ value }}){{ ',' if not loop.last }}
            {%- endfor %}
        )
{%- endmacro %}
