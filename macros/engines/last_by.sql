{#-
    The value, or null, where something is highest.
-#}
{% macro last_by(value, by) -%}
{{ adapter.dispatch('last_by', 'customer_segmentation')(value, by) }}
{%- endmacro %}

{% macro duckdb__last_by(value, by) -%}
arg_max_null({{ value }}, {{ by }})
{%- endmacro %}

{% macro spark__last_by(value, by) -%}
max_by({{ value }}, {{ by }})
{%- endmacro %}
