{{ config(
    materialized='incremental',
    full_refresh=false,
    on_schema_change='append_new_columns',
    pre_hook="{{ forget_values() }}",
    **replaced_by(['segmentation', 'as_of'])
) }}

with

segment_summary as (
    select * from {{ ref('segment_summary') }}
),

segment_changes as (
    select * from {{ ref('segment_changes') }}
),

last_days as (
    select
        segmentation,
        max(as_of) as as_of
    from segment_changes
    where change = 'period'
    group by segmentation
),

-- A day before the last recorded one is built and not recorded.
recorded as (
    select
        segment_summary.segmentation,
        segment_summary.segment_id,
        segment_summary.as_of,
        segment_summary.segment_name,
        segment_summary.value_measure,
        segment_summary.value_unit,
        segment_summary.value_total,
        segment_summary.value_median,
        segment_summary.fit_number
    from segment_summary
    inner join last_days
        on
            segment_summary.segmentation = last_days.segmentation
            and segment_summary.as_of = last_days.as_of
)

select * from recorded
