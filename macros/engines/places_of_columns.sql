{#-
    Where columns of these names are in tables, views left out: schema, table and column.
-#}
{% macro places_of_columns(names) %}
    {{ return(adapter.dispatch('places_of_columns', 'customer_segmentation')(names)) }}
{% endmacro %}

{#- Not from the adapter, which begins a transaction to ask for columns. -#}
{% macro duckdb__places_of_columns(names) %}
    {{ return(run_query(
        'select schema_name, table_name, column_name from duckdb_columns()'
        ~ " where database_name = current_database() and column_name in ('" ~ names | join("', '")
        ~ "') and table_oid in (select table_oid from duckdb_tables()) order by all"
    ).rows) }}
{% endmacro %}

{% macro spark__places_of_columns(names) %}
    {%- set found = [] -%}
    {%- for id in graph.nodes if id.startswith('model.') -%}
        {%- set node = graph.nodes[id] -%}
        {%- set table = load_relation(api.Relation.create(node.database, node.schema, node.alias)) -%}
        {%- for column in (columns_of(table) if table and table.is_table else []) if column.name in names -%}
            {%- do found.append([node.schema, node.alias, column.name]) -%}
        {%- endfor -%}
    {%- endfor -%}
    {{ return(found | sort) }}
{% endmacro %}
