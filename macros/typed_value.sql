{% macro typed_value(value, column) -%}
{%- if column.type == 'boolean' -%}
lower({{ value }}) in ('true', 'yes')
{%- elif not column.format and column.type == 'timestamp' -%}
{{ customer_segmentation.try_moment(value) }}
{%- elif not column.format -%}
{{ value }}::{{ 'string' if column.type == 'varchar' else column.type }}
{%- elif column.type == 'double' -%}
{{ customer_segmentation.number_value(value, column.format) }}
{%- else -%}
{{ customer_segmentation.moment_value(value, column.format) }}::{{ column.type }}
{%- endif -%}
{%- endmacro %}
