with

segment_changes as (
    select * from {{ ref('segment_changes') }}
),

segment_summary as (
    select * from {{ ref('segment_summary') }}
),

customer_segments as (
    select * from {{ ref('customer_segments') }}
),

-- The last two of each segmentation.
periods as (
    select
        segmentation,
        as_of,
        lag(as_of) over (partition by segmentation order by as_of) as from_as_of
    from segment_changes
    where change = 'period'
    qualify as_of = max(as_of) over (partition by segmentation)
),

changes as (
    select
        segment_changes.segmentation,
        segment_changes.customer_id,
        segment_changes.change,
        segment_changes.from_segment_id,
        segment_changes.to_segment_id,
        periods.from_as_of,
        periods.as_of
    from segment_changes
    inner join periods
        on
            segment_changes.segmentation = periods.segmentation
            and segment_changes.as_of = periods.as_of
    -- On a first day all are new.
    where periods.from_as_of is not null
),

-- Who moved entered one segment and left another.
directed as (
    select
        *,
        'entered' as direction,
        to_segment_id as segment_id,
        from_segment_id as other_segment_id
    from changes
    where to_segment_id is not null
    union all
    select
        *,
        'left' as direction,
        from_segment_id as segment_id,
        to_segment_id as other_segment_id
    from changes
    where from_segment_id is not null
),

entries as (
    select
        directed.segmentation,
        directed.segment_id,
        segments.segment_name,
        directed.direction,
        directed.customer_id,
        directed.change,
        directed.other_segment_id,
        other_segments.segment_name as other_segment_name,
        directed.from_as_of,
        directed.as_of,
        customer_segments.confidence,
        customer_segments.is_borderline,
        {{ is_held_out('directed.customer_id') }} as is_holdout
    from directed
    left join segment_summary as segments
        on
            directed.segmentation = segments.segmentation
            and directed.segment_id = segments.segment_id
    left join segment_summary as other_segments
        on
            directed.segmentation = other_segments.segmentation
            and directed.other_segment_id = other_segments.segment_id
    -- Of the same day: one before it is built, but not recorded.
    left join customer_segments
        on
            directed.segmentation = customer_segments.segmentation
            and directed.customer_id = customer_segments.customer_id
            and directed.as_of = customer_segments.as_of
)

select * from entries
