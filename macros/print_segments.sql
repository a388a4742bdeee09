{#- After a build that made segments: what they are, what they were made from, how to query. -#}
{% macro print_segments(results) %}
    {%- set made = results | selectattr('node.name', 'equalto', 'segment_summary')
        | selectattr('status', 'equalto', 'success') | list -%}
    {%- if not made or flags.EMPTY -%}
        {{ return('') }}
    {%- endif -%}
    {%- set marts = made[0].node.schema -%}

    {%- set summary = run_query(
        'select segmentation, segment_id, segment_name, customer_count, customer_share from '
        ~ marts ~ '.segment_summary order by segmentation, segment_id'
    ) -%}
    {%- set widths = [] -%}
    {%- for column in [0, 2] -%}
        {%- do widths.append(
            summary.columns[column].values() | map('length') | max | default(0)
        ) -%}
    {%- endfor -%}
    {%- do print('') -%}
    {%- for row in summary.rows -%}
        {%- do print('%s  %2d  %s %8d customers %5.1f %%' | format(
            row[0].ljust(widths[0]), row[1], row[2].ljust(widths[1]), row[3], row[4] * 100
        )) -%}
    {%- endfor -%}

    {%- do print('') -%}
    {%- for source in source_names() -%}
        {%- set counts = run_query(
            'select count(*), count(*) filter (rejection_reason is null) from '
            ~ 'staging.checked_' ~ source
        ).rows[0] -%}
        {%- do print('%s: %s, %d of %d rows accepted' | format(
            source, var(source, none) or 'the generated sample', counts[1], counts[0]
        )) -%}
    {%- endfor -%}
    {%- for fit in run_query(
        'select segmentation, fit_number, status, refit_reason, k, k_reason, rejection_reason'
        ~ ' from ' ~ marts ~ ".segmentation_fits where fitted_at >= '"
        ~ run_started_at.strftime('%Y-%m-%d %H:%M:%S') ~ "' order by segmentation, fit_number"
    ).rows -%}
        {%- do print('%s: fit %d made (%s), k = %d (%s)%s' | format(
            fit[0], fit[1], fit[3], fit[4], fit[5],
            ': rejected, ' ~ fit[6] if fit[2] == 'rejected' else ''
        )) -%}
    {%- endfor -%}
    {%- for row in run_query(
        'select champions.segmentation, any_value(champions.as_of), max(changes.as_of) from '
        ~ 'clustering.segmentation_champions as champions inner join clustering.segment_changes '
        ~ 'as changes using (segmentation) group by champions.segmentation '
        ~ 'having any_value(champions.as_of) < max(changes.as_of) order by champions.segmentation'
    ).rows -%}
        {%- do print(('%s: %s is before %s, the last day in its history, and was not recorded '
            ~ '(forget_fits starts it again)') | format(row[0], row[1], row[2])) -%}
    {%- endfor -%}
    {%- for row in run_query(
        "select segmentation, segment_id, coalesce(segment_name, '') from raw.segment_overrides "
        ~ 'anti join clustering.segment_plays using (segmentation, segment_id) order by all'
    ).rows -%}
        {%- do print("segment_overrides: %s has no segment %s; its line (%s) has no effect"
            | format(row[0], row[1], row[2])) -%}
    {%- endfor -%}
    {%- for row in run_query(
        'select segmentation, reason, count(*) from ' ~ marts
        ~ '.unscored_customers group by all order by all'
    ).rows -%}
        {%- do print('%s: %d customers without a segment: %s' | format(row[0], row[2], row[1])) -%}
    {%- endfor -%}

    {%- do print('\nAll tables are in ' ~ target.path ~ ', rejected rows in ' ~ marts
        ~ '.rejected_rows. To query them:') -%}
    {%- do print('  .venv/bin/python -c "import duckdb; duckdb.connect('
        ~ "'" ~ target.path ~ "', read_only=True).sql('from " ~ marts
        ~ ".segment_summary').show(max_width=200)" ~ '"') -%}
{% endmacro %}
