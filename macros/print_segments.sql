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
    {%- set declared = declared() -%}
    {%- for source in source_names() if source not in declared.absent_sources -%}
        {%- set counts = run_query(
            'select count(*), count(*) filter (where rejection_reason is null) from '
            ~ node_relation('checked_' ~ source)
        ).rows[0] -%}
        {%- do print('%s: %s, %d of %d rows accepted' | format(
            source, source_place(source).from or 'the generated sample', counts[1], counts[0]
        )) -%}
        {%- if 'returned_value' in customers_node('checked_' ~ source).columns -%}
            {%- set values = run_query(
                'select sum(returned_value), sum(line_value) filter (where rejection_reason is null) from '
                ~ node_relation('checked_' ~ source)
            ).rows[0] -%}
            {%- if values[0] and values[1] -%}
                {%- do print('%s: %s was returned, %.1f %% of what was bought; %s' | format(
                    source, '{:,.2f}'.format(values[0]), 100 * values[0] / values[1],
                    'spend is less that' if var('returns') == 'net'
                    else 'spend is before returns (the var returns)'
                )) -%}
            {%- endif -%}
        {%- endif -%}
        {%- set headers = source_headers(source) -%}
        {%- for name, format in source_formats(source).items() if format.said -%}
            {%- do print("%s: its '%s' is read %s" | format(source, headers[name], format.said)) -%}
        {%- endfor -%}
        {%- for column in ask_python('column_types', about=source) or []
            if column.format.said and column.header not in headers.values() -%}
            {%- do print("%s: its '%s' is read %s" | format(
                source, column.header, column.format.said)) -%}
        {%- endfor -%}
        {%- for name, meta in column_metas(customers_node('base_' ~ source)).items() -%}
            {%- if meta.without and name not in headers -%}
                {%- do print('%s: it has no %s: %s' | format(source, name, meta.without)) -%}
            {%- elif meta.found and name in headers -%}
                {%- do print("%s: its '%s' is %s" | format(source, headers[name], meta.found)) -%}
            {%- endif -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- for customers in customers_models() if not declared.sources[customers] -%}
        {%- set counts = rows_of('customers_list', "where customers = '" ~ customers ~ "'") -%}
        {%- do print('%s: %d customers' | format(customers, counts[0]['customer_count'])) -%}
        {%- for column in ask_python('column_types', about=customers) or []
            if column.format.said -%}
            {%- do print("%s: its '%s' is read %s" | format(
                customers, column.header, column.format.said)) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- if declared.left_out -%}
        {%- do print(declared.left_out | join(', ') ~ ': left out, as '
            ~ declared.absent_sources | join(', ') ~ ' would be generated') -%}
    {%- endif -%}
    {#- A partial build may not have made these. -#}
    {%- for fit in rows_of('segmentation_fits',
        "where fitted_at >= '" ~ run_started_at.strftime('%Y-%m-%d %H:%M:%S.%f')
        ~ "' order by segmentation, fit_number"
    ) -%}
        {%- do print('%s: fit %d made (%s), k = %d: %s%s' | format(
            fit['segmentation'], fit['fit_number'], fit['refit_reason'], fit['k'],
            fit['k_reason'],
            '; rejected, ' ~ fit['rejection_reason'] if fit['status'] == 'rejected' else ''
        )) -%}
    {%- endfor -%}
    {%- for row in rows_of('segment_changes',
        "where change = 'period' qualify row_number() over (partition by segmentation "
        ~ 'order by as_of desc) = 1 order by segmentation'
    ) -%}
        {%- set as_of = run_query('select any_value(as_of) from ' ~ marts
            ~ ".segment_summary where segmentation = '" ~ row['segmentation'] ~ "'").rows[0][0] -%}
        {%- if as_of and as_of < row['as_of'] -%}
            {%- do print(("%s: %s is before %s, the last day in its history, and was not recorded; "
                ~ "--vars '{forget_fits: [%s]}' starts it again") | format(
                row['segmentation'], as_of, row['as_of'], row['segmentation'])) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- for row in rows_of('segment_overrides',
        'anti join ' ~ node_relation('segment_plays') ~ ' using (segmentation, segment_id) order by all'
    ) -%}
        {%- do print('segment_overrides: %s has no segment %s; its line (%s) has no effect'
            | format(row['segmentation'], row['segment_id'], row['segment_name'] or '')) -%}
    {%- endfor -%}
    {%- for row in rows_of('segment_playbook',
        'anti join ' ~ node_relation('feature_list') ~ ' using (segmentation)'
        ~ " where segmentation not in ('*', '" ~ declared.left_out | join("', '") ~ "')",
        text_list('distinct segmentation', ', ', 'segmentation') ~ ' as names, count(*) as line_count'
    ) if row['line_count'] and project_name == 'customer_segmentation' -%}
        {%- do print('segment_playbook: there is no segmentation %s; its %d lines have no effect'
            | format(row['names'], row['line_count'])) -%}
    {%- endfor -%}
    {%- for row in rows_of('segment_plays',
        'where is_generic group by all order by all',
        'segmentation, ' ~ text_list('segment_id::string', ', ', 'segment_id') ~ ' as ids'
    ) -%}
        {%- do print(('segment_playbook: %s has general advice only for segment %s; a line of its own '
            ~ 'is written in %s') | format(
            row['segmentation'], row['ids'],
            'seeds/segment_playbook.csv' if project_name == 'customer_segmentation'
            else 'a seed segment_playbook of your own, see docs/own_data.md'
        )) -%}
    {%- endfor -%}
    {%- for row in rows_of('unscored_customers',
        'group by all order by all', 'segmentation, reason, count(*) as customer_count'
    ) -%}
        {%- do print('%s: %d customers without a segment: %s' | format(
            row['segmentation'], row['customer_count'], row['reason'])) -%}
    {%- endfor -%}

    {%- set published = results | selectattr('node.name', 'equalto', 'published_tables')
        | selectattr('status', 'equalto', 'success') | list -%}
    {%- do tell_where_tables_are(marts, var('publish_to') if published else none) -%}
{% endmacro %}
