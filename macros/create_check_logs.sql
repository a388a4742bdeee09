{#-
    Creates the tables of the later gates' checks, empty, where they are not there yet:
    `data_quality_results` reads them also in a build that stops at the first gate. Before any node
    runs, so that no two make the same table.
-#}
{% macro create_check_logs() %}
    {%- for name in ['customer_checks', 'segment_checks'] if execute and is_asked_for() -%}
        {%- set table = node_relation(name) -%}
        {%- if table and not load_relation(table) -%}
            {%- do run_query('create schema if not exists ' ~ table.without_identifier()) -%}
            {%- do run_query('create table ' ~ table ~ ' (' ~ ask_python('check_columns', {}) ~ ')') -%}
            {%- do adapter.cache_added(table) -%}
        {%- endif -%}
    {%- endfor -%}
{% endmacro %}
