{% macro gate(checks) -%}
last_checks as (
    select *
    from {{ checks }}
    qualify checked_at = max(checked_at) over ()
),

judged as (
    select
        received.subject,
        received.row_count,
        count(last_checks.expectation) as check_count,
        count(last_checks.expectation) filter (
            where last_checks.exception is not null
            or (last_checks.success is not true and last_checks.severity = 'critical')
        ) as critical_count,
        count(last_checks.expectation) filter (
            where last_checks.success is not true
        ) - critical_count as warning_count
    from received
    left join last_checks on received.subject = last_checks.subject
    group by all
),

decided as (
    select
        *,
        row_count = 0 or (check_count > 0 and critical_count = 0) as is_open
    from judged
)
{%- endmacro %}
