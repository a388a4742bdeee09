{% macro check_vars() %}
    {%- if execute and is_asked_for() -%}
        {%- set fault = setup_fault() -%}
        {%- if fault -%}
            {{ exceptions.raise_compiler_error(fault) }}
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
