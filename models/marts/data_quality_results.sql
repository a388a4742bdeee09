{#-
    The later gates' checks are read as sources: by `ref` this model would be skipped with them
    when the first gate is closed, and nothing would show why. `render()` because this is a log:
    an `--empty` build does not empty it.
-#}
{{ config(materialized='view') }}
{%- set columns = [
    'checked_at', 'gate', 'subject', 'location', 'is_sample', 'row_count', 'expectation', 'column',
    'severity', 'success', 'observed', 'expected_low', 'expected_high', 'unexpected_count',
    'example', 'description', 'cure', 'exception',
] %}

with

source_checks as (
    select * from {{ ref('source_checks').render() }}
),

customer_checks as (
    select * from {{ source('quality', 'customer_checks').render() }}
),

segment_checks as (
    select * from {{ source('quality', 'segment_checks').render() }}
),

-- By name: what an older version of the project wrote lacks columns.
together as (
    {{ union_by_name(['source_checks', 'customer_checks', 'segment_checks'], columns) }}
),

results as (
    select
        checked_at,
        checked_at = max(checked_at) over (partition by gate) as is_latest,
        {{ all_but(['checked_at']) }}
    from together
    {%- if declared().is_own_data %}
    -- Figures of generated people are not to be read beside those of one's own.
    where is_sample is not true
    {%- endif %}
)

select * from results
