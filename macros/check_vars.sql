{#- Stops the run with one line if it is given a var that there is not: dbt would ignore it. -#}
{% macro check_vars() %}
    {%- set declared = adapter.config.vars.to_dict() if execute else {} -%}
    {%- set names = declared | list + declared.get(project_name, {}) | list -%}
    {%- for name in adapter.config.cli_vars if execute and name not in names -%}
        {{ exceptions.raise_compiler_error(
            "vars: there is no var '" ~ name ~ "'. Those of dbt_project.yml are "
            ~ names | join(', ') ~ '.'
        ) }}
    {%- endfor -%}
{% endmacro %}
