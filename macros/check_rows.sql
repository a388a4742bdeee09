{#-
    Stops the run with one line if there is no row.

    says  what the line begins with: who says so, and of which place
    cure  what to do with the full file
-#}
{% macro check_rows(says, relation, cure) %}
    {%- if not flags.EMPTY
        and run_query('select 1 from ' ~ relation ~ ' limit 1').rows | length == 0 -%}
        {{ exceptions.raise_compiler_error(
            says ~ 'is empty: it has no row below its header. ' ~ cure ~ ' the full file.'
        ) }}
    {%- endif -%}
{% endmacro %}
