{% macro source_as_of(source_name) %}
    {%- set as_of = var(source_name ~ '_as_of', none) -%}
    {%- if as_of is none -%}
        {{ return('null::date') }}
    {%- elif not modules.re.match('[0-9]{4}-[0-9]{2}-[0-9]{2}$', as_of | string)
        or (execute and run_query("select try_cast('" ~ as_of ~ "' as date)").rows[0][0] is none) -%}
        {{ exceptions.raise_compiler_error(
            "vars: " ~ source_name ~ "_as_of: '" ~ as_of ~ "' is no day; write YYYY-MM-DD."
        ) }}
    {%- endif -%}
    {{ return("'" ~ as_of ~ "'::date") }}
{% endmacro %}
