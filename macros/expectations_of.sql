{% macro expectations_of(model_name) -%}
    {%- set expected = [] -%}
    {%- for node in (nodes_named(model_name) if execute else []) -%}
        {%- do expected.extend(node.config.meta.get('expectations', [])) -%}
    {%- endfor -%}
    {{ text_literal(tojson(expected)) }}::{{ json_type() }}
{%- endmacro %}
