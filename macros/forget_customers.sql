{% macro forget_customers() %}
    {%- if not (execute and var('forget_customers') and is_asked_for() and not flags.EMPTY
        and flags.WHICH in ['run', 'build']) -%}
        {{ return('') }}
    {%- endif -%}
    {%- set hashes = "('" ~ forgotten() | join("', '") ~ "')" -%}
    {%- set changes = node_relation('segment_changes') -%}
    {%- set statements = [] -%}
    {%- if changes and load_relation(changes) -%}
        {%- do statements.append(
            'update ' ~ changes ~ ' as periods set customer_count = customer_count - gone.customers'
            ~ ' from (select segmentation, as_of, count(*) as customers from ('
            ~ 'select periods.segmentation, periods.as_of,'
            ~ ' arg_max_null(changes.to_segment_id, changes.as_of) as segment_id'
            ~ ' from ' ~ changes ~ ' as periods inner join ' ~ changes ~ ' as changes'
            ~ ' on periods.segmentation = changes.segmentation and changes.as_of <= periods.as_of'
            ~ " where periods.change = 'period' and md5(changes.customer_id) in " ~ hashes
            ~ ' group by periods.segmentation, periods.as_of, changes.customer_id'
            ~ ') where segment_id is not null group by segmentation, as_of) as gone'
            ~ " where periods.change = 'period' and periods.segmentation = gone.segmentation"
            ~ ' and periods.as_of = gone.as_of'
        ) -%}
    {%- endif -%}
    {%- set ours = [] -%}
    {%- for id in graph.nodes if id.startswith('model.customer_segmentation.') -%}
        {%- set node = graph.nodes[id] -%}
        {%- do ours.append(node.schema ~ '.' ~ node.alias) -%}
    {%- endfor -%}
    {%- for schema, table, column in run_query(
        'select schema_name, table_name, column_name from duckdb_columns()'
        ~ " where database_name = current_database() and column_name in ('customer_id', 'example')"
        ~ ' and table_oid in (select table_oid from duckdb_tables()) order by all'
    ).rows if schema ~ '.' ~ table in ours -%}
        {%- set place = adapter.quote(schema) ~ '.' ~ adapter.quote(table) -%}
        {%- if column == 'customer_id' -%}
            {%- do statements.append('delete from ' ~ place ~ ' where md5(customer_id::string) in ' ~ hashes) -%}
        {%- else -%}
            {#- How the gates show a customer. -#}
            {%- do statements.append('update ' ~ place ~ ' set example = null'
                ~ " where md5(regexp_replace(example, '^customer ', '')) in " ~ hashes) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- do run_query('begin; ' ~ statements | join('; ') ~ '; commit') -%}
    {%- do print('forget_customers: erased, and left out of what is read: %d'
        | format(var('forget_customers') | length)) -%}
{% endmacro %}
