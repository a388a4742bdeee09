{#-
    Of two moments, full days.
-#}
{% macro whole_days_between(earlier, later) -%}
{{ adapter.dispatch('whole_days_between', 'customer_segmentation')(earlier, later) }}
{%- endmacro %}

{% macro duckdb__whole_days_between(earlier, later) -%}
date_sub('day', {{ earlier }}, {{ later }})
{%- endmacro %}

{% macro spark__whole_days_between(earlier, later) -%}
timestampdiff(day, {{ earlier }}, {{ later }})
{%- endmacro %}
