{#-
    Ends the query with a message, in place of a value of a type.
-#}
{% macro refuse(message, type) -%}
{{ adapter.dispatch('refuse', 'customer_segmentation')(message, type) }}
{%- endmacro %}

{% macro duckdb__refuse(message, type) -%}
error({{ message }})::{{ type }}
{%- endmacro %}

{% macro spark__refuse(message, type) -%}
raise_error({{ message }})::{{ type }}
{%- endmacro %}
