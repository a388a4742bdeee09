-- Guards who entered and left: between each two segments, by day and cause, they are as
-- many as the last migrations say. A returned row is what only one of the two has.
with

segment_migrations as (
    select * from {{ ref('segment_migrations') }}
    qualify as_of = max(as_of) over (partition by segmentation)
),

directed as (
    select
        'entered' as direction,
        to_segment_id as segment_id,
        from_segment_id as other_segment_id,
        *
    from segment_migrations
    where flow in ('gained', 'moved')
    union all
    select
        'left' as direction,
        from_segment_id as segment_id,
        to_segment_id as other_segment_id,
        *
    from segment_migrations
    where flow in ('lost', 'moved')
),

expected as (
    select
        segmentation,
        from_as_of,
        as_of,
        direction,
        segment_id,
        other_segment_id,
        customer_count,
        customer_moved_count,
        model_moved_count
    from directed
),

found as (
    select
        segmentation,
        from_as_of,
        as_of,
        direction,
        segment_id,
        other_segment_id,
        count(*) as customer_count,
        count(*) filter (where change = 'customer moved') as customer_moved_count,
        count(*) filter (where change = 'model moved') as model_moved_count
    from {{ ref('segment_entries') }}
    group by all
),

missing as (
    select * from expected
    except
    select * from found
),

unexpected as (
    select * from found
    except
    select * from expected
)

select * from missing
union all
select * from unexpected
