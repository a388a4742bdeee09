{#-
    By which an engine knows a whole row again; each has its own.
-#}
{% macro row_hash(row) -%}
{{ adapter.dispatch('row_hash', 'customer_segmentation')(row) }}
{%- endmacro %}

{% macro duckdb__row_hash(row) -%}
hash({{ row }})
{%- endmacro %}

{#- Of the text: the hash of a struct leaves out what is null, and so whose value another is. -#}
{% macro spark__row_hash(row) -%}
xxhash64({{ customer_segmentation.to_json_text("named_struct('row', " ~ row ~ ')') }})
{%- endmacro %}
