{% macro struct_of(fields) -%}
{{ adapter.dispatch('struct_of', 'customer_segmentation')(fields) }}
{%- endmacro %}

{% macro duckdb__struct_of(fields) -%}
{
            {%- for name, value in fields.items() %}
            '{{ name }}': {{ value }}{{ ',' if not loop.last }}
            {%- endfor %}
        }
{%- endmacro %}

{% macro spark__struct_of(fields) -%}
named_struct(
            {%- for name, value in fields.items() %}
            '{{ name }}', {{ value }}{{ ',' if not loop.last }}
            {%- endfor %}
        )
{%- endmacro %}
