{% macro node_relation(name) %}
    {%- for node in nodes_named(name, 'customer_segmentation') -%}
        {{ return(api.Relation.create(node.database, node.schema, node.alias, type='table')) }}
    {%- endfor -%}
    {{ return(none) }}
{% endmacro %}
