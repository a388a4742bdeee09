{% macro python_is_there() %}
    {{ return(adapter.dispatch('python_is_there', 'customer_segmentation')()) }}
{% endmacro %}

{% macro duckdb__python_is_there() %}
    {{ return(run_query(
        "select 1 from duckdb_functions() where function_name = 'ask_python' limit 1"
    ).rows | length > 0) }}
{% endmacro %}

{% macro spark__python_is_there() %}
    {{ return(adapter.ask_python is defined) }}
{% endmacro %}
