{% macro print_gates(results) %}
    {%- set closed = [] -%}
    {%- for result in results
        if result.node.name in ('source_checks', 'customer_checks', 'segment_checks')
        and result.status == 'success' -%}
        {%- for row in run_query(
            'select * from (select *, ' ~ written_place() ~ ' as written_place from '
            ~ node_relation(result.node.name) ~ ') as written'
            ~ " where not success and (severity <> 'info' or exception is not null)"
            ~ " and checked_at >= '" ~ run_started_at.strftime('%Y-%m-%d %H:%M:%S.%f') ~ "'"
            ~ " qualify exception is null or not coalesce(bool_or(exception is null and"
            ~ " severity = 'critical') over (partition by subject), false)"
            ~ ' order by severity, subject, written_place'
        ).rows -%}
            {%- set closes = row['severity'] == 'critical' or row['exception'] -%}
            {%- if closes -%}{%- do closed.append(row['subject']) -%}{%- endif -%}
            {%- do print('\n%s %s%s: %s' | format(
                'GATE CLOSED' if closes else 'WARNING', row['subject'],
                ' (' ~ row['location'] ~ ')' if row['location'] else '', row['description']
            )) -%}
            {%- if row['exception'] -%}
                {%- do print('    Found: it could not be judged, ' ~ row['exception']) -%}
            {#- What is judged is not always the share of the rows that speak against it. -#}
            {%- elif row['unexpected_count'] is not none
                and (row['observed'] | float - (row['unexpected_count'] / row['row_count']) | float)
                | abs < 1e-9 -%}
                {%- do print('    Found: %d of %d rows (%.1f %%)%s' | format(
                    row['unexpected_count'], row['row_count'],
                    100 * row['unexpected_count'] / row['row_count'],
                    ', for example ' ~ row['example'] if row['example'] else ''
                )) -%}
            {%- else -%}
                {%- do print('    Found: %.4g, in %d rows; expected is %s%s%s' | format(
                    row['observed'], row['row_count'],
                    'at least %g' | format(row['expected_low'])
                    if row['expected_low'] is not none else '',
                    (' and at most %g' if row['expected_low'] is not none else 'at most %g')
                    | format(row['expected_high']) if row['expected_high'] is not none else '',
                    '; for example ' ~ row['example'] if row['example'] else ''
                )) -%}
            {%- endif -%}
            {%- do print('    Cure:  ' ~ row['cure']) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- for result in results
        if result.node.name in ('source_gate', 'customer_gate', 'segment_gate')
        and result.status == 'success' -%}
        {%- for row in rows_of(result.node.name,
            'where row_count > 0 and check_count = 0 order by subject'
        ) -%}
            {%- do closed.append(row['subject']) -%}
            {%- do print('\nGATE CLOSED %s: none of its %d rows could be checked.%s' | format(
                row['subject'], row['row_count'],
                ' Is one of them of a day before its as_of?'
                if result.node.name == 'source_gate' else ''
            )) -%}
        {%- endfor -%}
    {%- endfor -%}
    {#- What dbt retry, or a test alone, finds closed is the gate of a build before. -#}
    {%- set judged = results | selectattr('node.name', 'in', [
        'source_gate', 'customer_gate', 'segment_gate'
    ]) | selectattr('status', 'equalto', 'success') | list -%}
    {%- set found_closed = results | selectattr('status', 'equalto', 'fail')
        | selectattr('node.name', 'in', ['source_gate_is_open', 'assert_nothing_is_held_back'])
        | list -%}
    {%- if found_closed and not judged -%}
        {%- do print('\nThe gate is that of the last build: what it stopped for was not looked at'
            ~ ' again. After a correction use dbt build; marts.data_quality_results says why it is'
            ~ ' closed.') -%}
    {%- endif -%}
    {%- set held = held_back() -%}
    {%- set published = results | selectattr('node.name', 'equalto', 'published_tables')
        | selectattr('status', 'equalto', 'success') | list -%}
    {%- if execute and var('forget_customers') and not published
        and flags.WHICH in ['run', 'build'] -%}
        {%- do print('\nforget_customers: ' ~ var('publish_to') ~ ' was not published again, so it has'
            ~ ' them still: run dbt build.') -%}
    {%- endif -%}
    {%- if held and published -%}
        {%- do print('\n' ~ held | join(', ') ~ (' is' if held | length == 1 else ' are')
            ~ ' held back: what the marts say of it is of the last build that passed. The others'
            ~ ' are new. Every result is in marts.data_quality_results.') -%}
    {%- elif held and flags.WHICH == 'run' -%}
        {%- do print('\n' ~ held | join(', ') ~ (' is' if held | length == 1 else ' are')
            ~ ' held back. While a gate is closed dbt run publishes nothing: use dbt build.') -%}
    {%- elif closed and flags.WHICH == 'build' -%}
        {%- do print('\nThe marts are those of the last build that passed. Every result is in'
            ~ ' marts.data_quality_results.') -%}
    {%- elif closed -%}
        {%- do print('\nThe marts were made from this all the same: dbt ' ~ flags.WHICH
            ~ ' runs no test, so no gate closes. Use dbt build.') -%}
    {%- endif -%}
{% endmacro %}
