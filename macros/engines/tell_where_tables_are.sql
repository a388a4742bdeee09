{% macro tell_where_tables_are(marts, published) %}
    {{ return(adapter.dispatch('tell_where_tables_are', 'customer_segmentation')(marts, published)) }}
{% endmacro %}

{% macro duckdb__tell_where_tables_are(marts, published) %}
    {%- do print('\nAll tables are in ' ~ target.path ~ ', rejected rows in ' ~ marts
        ~ '.rejected_rows' ~ ('; what dashboards read is in ' ~ published if published else '')
        ~ '. To query them:') -%}
    {%- do print('  .venv/bin/python -c "import duckdb; duckdb.connect('
        ~ "'" ~ target.path ~ "', read_only=True).sql('from " ~ marts
        ~ ".segment_summary').show(max_width=200)" ~ '"') -%}
{% endmacro %}

{% macro spark__tell_where_tables_are(marts, published) %}
    {%- do print("\nAll tables are in Spark's catalog, rejected rows in " ~ marts ~ '.rejected_rows'
        ~ ('; what dashboards read is in ' ~ published ~ ', but for what has a row per customer, as '
            ~ 'manifest.json beside it says' if published else '')
        ~ '. To query them:') -%}
    {%- do print('  .venv-spark/bin/dbt --quiet show --target spark --limit 100 --inline "select * from '
        ~ marts ~ '.segment_summary"') -%}
{% endmacro %}
