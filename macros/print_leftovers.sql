{% macro print_leftovers() %}
    {%- set made = [] -%}
    {%- set schemas = [] -%}
    {%- for node in graph.nodes.values() if node.resource_type in ['model', 'seed', 'snapshot'] -%}
        {%- do made.append(node.schema ~ '.' ~ node.alias) -%}
        {%- if node.package_name == 'customer_segmentation' -%}
            {%- do schemas.append(node.schema) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- for schema, name, kind in run_query(
        "select table_schema, table_name, case table_type when 'VIEW' then 'view' else 'table' end"
        ~ ' from information_schema.tables where table_catalog = current_database() order by all'
    ).rows if schema in schemas and schema ~ '.' ~ name not in made -%}
        {%- do print('drop %s %s.%s;' | format(kind, adapter.quote(schema), adapter.quote(name))) -%}
    {%- endfor -%}
{% endmacro %}
