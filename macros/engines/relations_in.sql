{#-
    The tables and views of a schema, by their names.
-#}
{% macro relations_in(schema) %}
    {{ return(adapter.dispatch('relations_in', 'customer_segmentation')(schema)) }}
{% endmacro %}

{% macro duckdb__relations_in(schema) %}
    {{ return(run_query(
        "select table_name, table_type = 'VIEW' from information_schema.tables"
        ~ " where table_catalog = current_database() and table_schema = '" ~ schema ~ "' order by all"
    ).rows) }}
{% endmacro %}

{% macro spark__relations_in(schema) %}
    {%- set views = run_query('show views in ' ~ schema).columns['viewName'].values() -%}
    {%- set found = [] -%}
    {%- for name in run_query('show tables in ' ~ schema).columns['tableName'].values() | sort -%}
        {%- do found.append([name, name in views]) -%}
    {%- endfor -%}
    {{ return(found) }}
{% endmacro %}
