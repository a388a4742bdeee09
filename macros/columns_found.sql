{% macro columns_found(source_name) -%}
{%- set names = [] -%}
{%- for name in source_headers(source_name) -%}
    {%- do names.append("'" ~ name ~ "'") -%}
{%- endfor -%}
{{ list_of(names) }}::{{ list_type('string') }}
{%- endmacro %}
