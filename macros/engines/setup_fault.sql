{#-
    What the setup of the engine lacks, with what to write and where; empty where nothing does.
-#}
{% macro setup_fault() %}
    {{ return(adapter.dispatch('setup_fault', 'customer_segmentation')()) }}
{% endmacro %}

{% macro duckdb__setup_fault() %}
    {%- if run_query(
        "select 1 from duckdb_functions() where function_name = 'ask_python' limit 1"
    ).rows | length == 0 -%}
        {{ return(
            'profiles.yml: the output of the target lacks the plugin of this project. Write'
            ~ ' there: plugins: [{module: duckdb_plugin}], and the folder src of this project'
            ~ ' into module_paths.'
        ) }}
    {%- endif -%}
    {{ return('') }}
{% endmacro %}

{% macro spark__setup_fault() %}
    {%- if adapter.ask_python is not defined -%}
        {{ return(
            'the folder src of this project is not on the path of Python: make spark puts it'
            ~ ' there, or PYTHONPATH names it.'
        ) }}
    {%- endif -%}
    {#- Where this is a package, dbt takes its own forms unless the host says otherwise. -#}
    {%- set found = adapter.dispatch('load_csv_rows', 'dbt').macro.package_name -%}
    {%- if found != 'customer_segmentation' -%}
        {{ return(
            'dbt_project.yml: on Spark, dbt has to take macros of this package before its own.'
            ~ ' Write there: dispatch: [{macro_namespace: dbt, search_order: ['
            ~ project_name ~ ', customer_segmentation, dbt]}]'
        ) }}
    {%- endif -%}
    {{ return('') }}
{% endmacro %}
