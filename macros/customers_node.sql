{% macro customers_node(customers) %}
    {{ return(nodes_named(customers, kinds=['model']) | first | default(none)) }}
{% endmacro %}
