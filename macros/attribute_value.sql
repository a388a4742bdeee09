{% macro attribute_value(column) -%}
{%- set name = adapter.quote(column.name) -%}
{%- if column.kind == 'boolean' -%}
case when {{ name }} then 'yes' when not {{ name }} then 'no' else 'Unknown' end
{%- elif column.kind == 'number' -%}
coalesce({{ text_of(name) }}, 'Unknown')
{%- else -%}
coalesce({{ clean_text(name) }}, 'Unknown')
{%- endif -%}
{%- endmacro %}
