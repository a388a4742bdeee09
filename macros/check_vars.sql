{#-
    Stops the run with one line if it is given a var that there is not, which dbt would ignore, or
    one that would be taken for another value, or a place to publish to that holds something else.
-#}
{% macro check_vars() %}
    {%- set declared = adapter.config.vars.to_dict() if execute else {} -%}
    {%- set names = declared | list + declared.get(project_name, {}) | list -%}
    {%- for name in adapter.config.cli_vars if execute and name not in names -%}
        {{ exceptions.raise_compiler_error(
            "vars: there is no var '" ~ name ~ "'. Those of dbt_project.yml are "
            ~ names | join(', ') ~ '.'
        ) }}
    {%- endfor -%}
    {%- for name in ['retail_drop_duplicates', 'audience_with_borderline']
        if var(name) is not boolean -%}
        {{ exceptions.raise_compiler_error(
            'vars: ' ~ name ~ ": '" ~ var(name) ~ "' is neither true nor false."
        ) }}
    {%- endfor -%}
    {%- for name in ['may_be_shorter', 'retail_non_product_codes', 'forget_fits', 'k_range']
        if var(name) is string or var(name) is mapping or var(name) is not iterable -%}
        {{ exceptions.raise_compiler_error(
            'vars: ' ~ name ~ ": '" ~ var(name) ~ "' is no list; write [" ~ var(name) ~ '].'
        ) }}
    {%- endfor -%}
    {%- for name in var('may_be_shorter') if name not in source_names() -%}
        {{ exceptions.raise_compiler_error(
            "vars: may_be_shorter: there is no source '" ~ name ~ "'; the sources are "
            ~ source_names() | join(', ') ~ '.'
        ) }}
    {%- endfor -%}
    {%- if execute and flags.WHICH in ['run', 'build'] -%}
        {%- set fault = run_query(
            "select publication_fault('" ~ (var('publish_to') or '') | string | replace("'", "''")
            ~ "', '" ~ target.path | replace("'", "''") ~ "')"
        ).rows[0][0] -%}
        {%- if fault -%}
            {{ exceptions.raise_compiler_error('vars: publish_to: ' ~ fault) }}
        {%- endif -%}
    {%- endif -%}
{% endmacro %}
