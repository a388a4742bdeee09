with

segment_changes as (
    select * from {{ ref('segment_changes') }}
),

history as (
    select
        segmentation,
        customer_id,
        as_of,
        change,
        from_segment_id,
        to_segment_id,
        fit_number
    from segment_changes
    where customer_id is not null
)

select * from history
