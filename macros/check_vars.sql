{% macro check_vars() %}
    {%- if execute and is_asked_for() -%}
        {%- if not python_is_there() -%}
            {{ exceptions.raise_compiler_error(
                'profiles.yml: the output of the target lacks the plugin of this project. Write'
                ~ ' there: plugins: [{module: duckdb_plugin}], and the folder src of this project'
                ~ ' into module_paths. On Spark the folder src has to be on the path of Python:'
                ~ ' make spark puts it there.'
            ) }}
        {%- endif -%}
        {%- do ask_python('settings_check', settings_in_question()) -%}
    {%- endif -%}
    {%- if execute and is_asked_for() and flags.WHICH in ['run', 'build'] -%}
        {%- set fault = ask_python('publication_fault', {
            'path': (var('publish_to') or '') | string, 'warehouse': target.path or ''
        }) -%}
        {%- if fault -%}
            {{ exceptions.raise_compiler_error('vars: publish_to: ' ~ fault) }}
        {%- endif -%}
        {{ check_population() }}
    {%- endif -%}
{% endmacro %}
