{% macro customers_as_of(customers, columns) -%}
    {%- set newest = ['null::date'] -%}
    {%- for column in columns if 'as_of' in column.roles -%}
        {%- do newest.append('max(' ~ adapter.quote(column.name) ~ ')::date') -%}
    {%- endfor -%}
coalesce({{ source_as_of(customers) }}, {{ newest[-1] }})
{%- endmacro %}
