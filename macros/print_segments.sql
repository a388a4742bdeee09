{#- After a build that made segments: what they are, and how to query them. -#}
{% macro print_segments(results) %}
    {%- set made = results | selectattr('node.name', 'equalto', 'segment_summary')
        | selectattr('status', 'equalto', 'success') | list -%}
    {%- if not made or flags.EMPTY -%}
        {{ return('') }}
    {%- endif -%}
    {%- set summary = run_query(
        'select segmentation, segment_id, segment_name, customer_count, customer_share from '
        ~ made[0].node.relation_name ~ ' order by segmentation, segment_id'
    ) -%}
    {%- set rejected = run_query(
        'select coalesce(sum(row_count), 0) from ' ~ made[0].node.schema ~ '.rejection_summary'
    ).rows[0][0] -%}
    {%- do print('') -%}
    {%- set widths = [] -%}
    {%- for column in [0, 2] -%}
        {%- do widths.append(summary.columns[column].values() | map('length') | max) -%}
    {%- endfor -%}
    {%- for row in summary.rows -%}
        {%- do print('%-*s %2d  %-*s %6d %5.1f %%' | format(
            widths[0], row[0], row[1], widths[1], row[2], row[3], row[4] * 100
        )) -%}
    {%- endfor -%}
    {%- do print('\n' ~ rejected ~ ' source rows set aside: marts.rejected_rows. All tables are in '
        ~ target.path ~ '. To query them:') -%}
    {%- do print('  duckdb -readonly ' ~ target.path ~ ' "from marts.segment_profiles"') -%}
    {%- do print('  .venv/bin/python -c "import duckdb; print(duckdb.connect('
        ~ "'" ~ target.path ~ "', read_only=True).sql('from marts.segment_profiles'))" ~ '"') -%}
{% endmacro %}
