-- Guards the change log: who was gained, stayed or moved are the customers of the
-- period, no more and no less. A returned row is a period for which that is not so.
with

periods as (
    select
        segmentation,
        as_of,
        customer_count,
    from {{ ref('segment_changes') }}
    where change = 'period'
),

migrated as (
    select
        segmentation,
        as_of,
        sum(customer_count) filter (where flow <> 'lost') as customer_count,
        sum(customer_count) filter (where flow = 'moved') as moved_count,
        sum(customer_moved_count + model_moved_count) as explained_count,
    from {{ ref('segment_migrations') }}
    group by all
)

select
    migrated.*,
    periods.customer_count as expected_count,
from migrated
inner join periods
    on
        migrated.segmentation = periods.segmentation
        and migrated.as_of = periods.as_of
where
    migrated.customer_count <> periods.customer_count
    or coalesce(migrated.moved_count, 0) <> migrated.explained_count
