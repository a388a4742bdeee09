{% macro check_rows(says, relation, cure) %}
    {%- if not flags.EMPTY
        and run_query('select 1 from ' ~ relation ~ ' limit 1').rows | length == 0 -%}
        {{ exceptions.raise_compiler_error(
            says ~ 'is empty: it has no row below its header. ' ~ cure ~ ' the full file.'
        ) }}
    {%- endif -%}
{% endmacro %}
