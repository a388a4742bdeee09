{#-
    The value, or null, where the keys, one after the other, are lowest; a missing key comes last.
-#}
{% macro first_by(value, keys) -%}
{{ adapter.dispatch('first_by', 'customer_segmentation')(value, keys) }}
{%- endmacro %}

{% macro duckdb__first_by(value, keys) -%}
first({{ value }} order by {{ keys | join(', ') }})
{%- endmacro %}

{% macro spark__first_by(value, keys) -%}
min_by({{ value }}, struct(
            {%- for key in keys -%}
            {{ key }} is null, {{ key }}{{ ', ' if not loop.last }}
            {%- endfor -%}
        ))
{%- endmacro %}
