{#-
    In Delta each statement is a commit of its own: killed between two, a run has done the first, and
    the next run does them all again. So each has to be right alone, and right twice.
-#}
{% macro run_together(statements) %}
    {{ return(adapter.dispatch('run_together', 'customer_segmentation')(statements)) }}
{% endmacro %}

{% macro duckdb__run_together(statements) %}
    {%- do run_query('begin; ' ~ statements | join('; ') ~ '; commit') -%}
{% endmacro %}

{% macro spark__run_together(statements) %}
    {%- for statement in statements -%}
        {%- do run_query(statement) -%}
    {%- endfor -%}
{% endmacro %}
