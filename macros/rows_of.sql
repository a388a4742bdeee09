{% macro rows_of(name, clauses, columns='*') %}
    {%- set relation = node_relation(name) -%}
    {%- if relation and load_relation(relation) -%}
        {{ return(run_query(
            'select ' ~ columns ~ ' from ' ~ relation ~ ' ' ~ clauses
        ).rows) }}
    {%- endif -%}
    {{ return([]) }}
{% endmacro %}
