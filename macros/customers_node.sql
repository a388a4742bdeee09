{#- The customers model of this name in dbt's graph, nothing if there is none. -#}
{% macro customers_node(customers) %}
    {{ return(
        graph.nodes.values()
        | selectattr('resource_type', 'equalto', 'model')
        | selectattr('name', 'equalto', customers)
        | list | first | default(none)
    ) }}
{% endmacro %}
