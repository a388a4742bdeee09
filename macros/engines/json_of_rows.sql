{#-
    Runs a query and returns its rows, in no order: as JSON, because dbt takes a text of digits for a number.
-#}
{% macro json_of_rows(query) %}
    {{ return(fromjson(
        adapter.dispatch('json_of_rows', 'customer_segmentation')(query) or '[]'
    )) }}
{% endmacro %}

{% macro duckdb__json_of_rows(query) %}
    {{ return(run_query(
        'select to_json(list(found))::string from (' ~ query ~ ') as found'
    ).rows[0][0]) }}
{% endmacro %}

{% macro spark__json_of_rows(query) %}
    {{ return(run_query(
        "select to_json(collect_list(struct(found.*)), map('ignoreNullFields', 'false')) from ("
        ~ query ~ ') as found'
    ).rows[0][0]) }}
{% endmacro %}
