{#-
    By their ids: every node that is looked into is first made into a dictionary, which takes dbt
    long.
-#}
{% macro nodes_named(name, package=none, kinds=['model', 'seed']) %}
    {%- set nodes = [] -%}
    {%- for id in graph.nodes -%}
        {%- set parts = id.split('.') -%}
        {%- if parts[2] == name and parts[0] in kinds and package in [none, parts[1]] -%}
            {%- do nodes.append(graph.nodes[id]) -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return(nodes) }}
{% endmacro %}
