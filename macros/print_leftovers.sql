{% macro print_leftovers() %}
    {%- set made = [] -%}
    {%- set schemas = [] -%}
    {%- for node in graph.nodes.values() if node.resource_type in ['model', 'seed', 'snapshot'] -%}
        {%- do made.append(node.schema ~ '.' ~ node.alias) -%}
        {%- if node.package_name == 'customer_segmentation' -%}
            {%- do schemas.append(node.schema) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- for schema in schemas | unique | sort -%}
        {%- for name, is_view in relations_in(schema) if schema ~ '.' ~ name not in made -%}
            {%- do print('drop %s %s.%s;' | format(
                'view' if is_view else 'table', adapter.quote(schema), adapter.quote(name)
            )) -%}
        {%- endfor -%}
    {%- endfor -%}
{% endmacro %}
