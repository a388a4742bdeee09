{#- Creates an empty table with the columns of another, and tells dbt, unless it is there. -#}
{% macro create_if_missing(relation, like) %}
    {%- if execute and not load_relation(relation) -%}
        {%- do run_query('create table ' ~ relation.render() ~ ' as from ' ~ like.render() ~ ' limit 0') -%}
        {%- do adapter.cache_added(relation.incorporate(type='table')) -%}
    {%- endif -%}
{% endmacro %}
