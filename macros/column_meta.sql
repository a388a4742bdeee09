{#- What the YAML says in the `meta` of a model's columns, as a JSON literal {column: meta}. -#}
{% macro column_meta(model_name) -%}
    {%- set metas = {} -%}
    {%- for node in (graph.nodes.values() if execute else []) if node.name == model_name -%}
        {%- for name, column in node.columns.items() -%}
            {%- do metas.update({name: column.config.meta}) -%}
        {%- endfor -%}
    {%- endfor -%}
    '{{ tojson(metas, sort_keys=true) | replace("'", "''") }}'::json
{%- endmacro %}
