{% macro create_check_logs() %}
    {%- for name in ['customer_checks', 'segment_checks'] if execute and is_asked_for() -%}
        {%- set table = node_relation(name) -%}
        {%- if table and not load_relation(table) -%}
            {%- do run_query('create schema if not exists ' ~ table.without_identifier()) -%}
            {%- do run_query('create table ' ~ table ~ ' (' ~ ask_python('check_columns', {}) ~ ') '
                ~ new_table_format()) -%}
            {%- do adapter.cache_added(table) -%}
        {%- endif -%}
    {%- endfor -%}
{% endmacro %}
