{% macro forget_customers() %}
    {%- if not (execute and var('forget_customers') and is_asked_for() and not flags.EMPTY
        and flags.WHICH in ['run', 'build']) -%}
        {{ return('') }}
    {%- endif -%}
    {%- set hashes = "('" ~ forgotten() | join("', '") ~ "')" -%}
    {%- set changes = node_relation('segment_changes') -%}
    {%- set statements = [] -%}
    {%- if changes and load_relation(changes) -%}
        {#- One statement: twice subtracted, a count would be wrong. -#}
        {%- set merged -%}
        merge into {{ changes }} as recorded
        using (
            select
                segmentation, as_of, null::string as customer_id, count(*) as gone_count
            from (
                select
                    periods.segmentation, periods.as_of,
                    {{ last_by('changes.to_segment_id', 'changes.as_of') }} as segment_id
                from {{ changes }} as periods
                inner join {{ changes }} as changes
                    on periods.segmentation = changes.segmentation and changes.as_of <= periods.as_of
                where periods.change = 'period' and md5(changes.customer_id) in {{ hashes }}
                group by periods.segmentation, periods.as_of, changes.customer_id
            )
            where segment_id is not null
            group by segmentation, as_of
            union all
            select segmentation, as_of, customer_id, null::bigint as gone_count
            from {{ changes }}
            where md5(customer_id) in {{ hashes }}
        ) as gone
            on
                recorded.segmentation = gone.segmentation and recorded.as_of = gone.as_of
                and recorded.customer_id is not distinct from gone.customer_id
        when matched and recorded.change = 'period'
            then update set customer_count = recorded.customer_count - gone.gone_count
        when matched then delete
        {%- endset -%}
        {%- do statements.append(merged) -%}
    {%- endif -%}
    {%- set ours = [] -%}
    {%- for id in graph.nodes if id.startswith('model.customer_segmentation.') -%}
        {%- set node = graph.nodes[id] -%}
        {%- do ours.append(node.schema ~ '.' ~ node.alias) -%}
    {%- endfor -%}
    {%- for schema, table, column in places_of_columns(['customer_id', 'example'])
        if schema ~ '.' ~ table in ours -%}
        {%- set place = adapter.quote(schema) ~ '.' ~ adapter.quote(table) -%}
        {%- if column == 'customer_id' -%}
            {%- do statements.append('delete from ' ~ place ~ ' where md5(customer_id::string) in ' ~ hashes) -%}
        {%- else -%}
            {#- How the gates show a customer. -#}
            {%- do statements.append('update ' ~ place ~ ' set example = null'
                ~ " where md5(regexp_replace(example, '^customer ', '')) in " ~ hashes) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- do run_together(statements) -%}
    {%- do print('forget_customers: erased, and left out of what is read: %d'
        | format(var('forget_customers') | length)) -%}
{% endmacro %}
