{#- The customers model of this name in dbt's graph, nothing if there is none. -#}
{% macro customers_node(customers) %}
    {{ return(nodes_named(customers, kinds=['model']) | first | default(none)) }}
{% endmacro %}
