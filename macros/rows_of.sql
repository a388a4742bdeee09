{% macro rows_of(name, clauses) %}
    {%- set relation = node_relation(name) -%}
    {%- if relation and load_relation(relation) -%}
        {{ return(run_query('from ' ~ relation ~ ' ' ~ clauses).rows) }}
    {%- endif -%}
    {{ return([]) }}
{% endmacro %}
