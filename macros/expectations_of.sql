{#- What the YAML of a model says is expected of its rows, as a JSON literal; [] if nothing. -#}
{% macro expectations_of(model_name) -%}
    {%- set expected = [] -%}
    {%- for node in (graph.nodes.values() if execute else []) if node.name == model_name -%}
        {%- do expected.extend(node.config.meta.get('expectations', [])) -%}
    {%- endfor -%}
    '{{ tojson(expected) | replace("'", "''") }}'::json
{%- endmacro %}
