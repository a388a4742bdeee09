{#-
    Stops the run with one line, before anything is built, if a var makes no sense, if the place
    to publish to holds something else, or if the data of recorded segments is not there.
-#}
{% macro check_vars() %}
    {%- if execute -%}
        {%- do ask_python('settings_check', settings_in_question()) -%}
    {%- endif -%}
    {%- if execute and flags.WHICH in ['run', 'build'] -%}
        {%- set fault = run_query(
            "select publication_fault('" ~ (var('publish_to') or '') | string | replace("'", "''")
            ~ "', '" ~ target.path | replace("'", "''") ~ "')"
        ).rows[0][0] -%}
        {%- if fault -%}
            {{ exceptions.raise_compiler_error('vars: publish_to: ' ~ fault) }}
        {%- endif -%}
        {{ check_population() }}
    {%- endif -%}
{% endmacro %}
