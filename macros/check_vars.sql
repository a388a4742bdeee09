{% macro check_vars() %}
    {%- if execute and is_asked_for() -%}
        {%- if not run_query(
            "select 1 from duckdb_functions() where function_name = 'ask_python' limit 1"
        ).rows -%}
            {{ exceptions.raise_compiler_error(
                'profiles.yml: the output of the target lacks the plugin of this project. Write'
                ~ ' there: plugins: [{module: duckdb_plugin}], and the folder src of this project'
                ~ ' into module_paths.'
            ) }}
        {%- endif -%}
        {%- do ask_python('settings_check', settings_in_question()) -%}
    {%- endif -%}
    {%- if execute and is_asked_for() and flags.WHICH in ['run', 'build'] -%}
        {%- set fault = ask_python('publication_fault', {
            'path': (var('publish_to') or '') | string, 'warehouse': target.path
        }) -%}
        {%- if fault -%}
            {{ exceptions.raise_compiler_error('vars: publish_to: ' ~ fault) }}
        {%- endif -%}
        {{ check_population() }}
    {%- endif -%}
{% endmacro %}
