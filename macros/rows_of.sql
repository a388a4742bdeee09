{#- Rows of `from <schema>.<name> <clauses>`, none if there is no such relation yet. -#}
{% macro rows_of(schema, name, clauses) %}
    {%- if adapter.get_relation(target.database, schema, name) -%}
        {{ return(run_query('from ' ~ schema ~ '.' ~ name ~ ' ' ~ clauses).rows) }}
    {%- endif -%}
    {{ return([]) }}
{% endmacro %}
