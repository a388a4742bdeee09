{#- Rows of `from <model or seed> <clauses>`, none if it is not built yet. -#}
{% macro rows_of(name, clauses) %}
    {%- set relation = node_relation(name) -%}
    {%- if relation and load_relation(relation) -%}
        {{ return(run_query('from ' ~ relation ~ ' ' ~ clauses).rows) }}
    {%- endif -%}
    {{ return([]) }}
{% endmacro %}
