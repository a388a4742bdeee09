{#-
    Of two dates.
-#}
{% macro days_between(earlier, later) -%}
{{ adapter.dispatch('days_between', 'customer_segmentation')(earlier, later) }}
{%- endmacro %}

{% macro duckdb__days_between(earlier, later) -%}
({{ later }} - {{ earlier }})
{%- endmacro %}

{% macro spark__days_between(earlier, later) -%}
datediff({{ later }}, {{ earlier }})
{%- endmacro %}
