{% macro products_relation(customers) %}
    {%- set node = customers_node(customers) if execute -%}
    {%- set name = node.config.meta.products if node -%}
    {%- if not name -%}
        {{ return(none) }}
    {%- endif -%}
    {%- for parent in node.depends_on.nodes if parent.split('.')[-1] == name -%}
        {%- set products = graph.nodes[parent] -%}
        {{ return(api.Relation.create(products.database, products.schema, products.alias)) }}
    {%- endfor -%}
    {{ exceptions.raise_compiler_error(
        customers ~ ": its meta names the products '" ~ name ~ "', which it is not made from. Write"
        ~ ' -- depends_on: {{ ref(\'' ~ name ~ '\') }} into its select, so that dbt makes them first.'
    ) }}
{% endmacro %}
