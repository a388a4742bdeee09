{#-
    Of two moments, with fractions.
-#}
{% macro seconds_between(earlier, later) -%}
{{ adapter.dispatch('seconds_between', 'customer_segmentation')(earlier, later) }}
{%- endmacro %}

{% macro duckdb__seconds_between(earlier, later) -%}
epoch({{ later }} - {{ earlier }})
{%- endmacro %}

{% macro spark__seconds_between(earlier, later) -%}
(timestampdiff(microsecond, {{ earlier }}, {{ later }}) / 1e6)
{%- endmacro %}
