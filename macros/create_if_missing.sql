{#- Creates an empty table with the columns of another, and tells dbt, unless it is there. -#}
{% macro create_if_missing(relation, like) %}
    {%- if execute and not load_relation(relation) -%}
        {#- Under `--empty` a relation is a select of no rows. -#}
        {%- set table = api.Relation.create(
            relation.database, relation.schema, relation.identifier, type='table'
        ) -%}
        {%- do run_query('create table ' ~ table ~ ' as from ' ~ like ~ ' limit 0') -%}
        {%- do adapter.cache_added(table) -%}
    {%- endif -%}
{% endmacro %}
