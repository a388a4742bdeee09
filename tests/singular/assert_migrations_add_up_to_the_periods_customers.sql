-- Guards the change log: who was gained, stayed or moved are the customers of the
-- period, no more and no less. A returned row is a period for which that is not so.
with

periods as (
    select
        segmentation,
        as_of,
        customer_count
    from {{ ref('segment_changes') }}
    where change = 'period'
    -- The first has none before it to come from.
    qualify lag(as_of) over (partition by segmentation order by as_of) is not null
),

migrated as (
    select
        segmentation,
        as_of,
        sum(customer_count) filter (where flow <> 'lost') as customer_count,
        sum(customer_count) filter (where flow = 'moved') as moved_count,
        sum(customer_moved_count + model_moved_count) as explained_count
    from {{ ref('segment_migrations') }}
    group by all
)

select
    periods.*,
    migrated.customer_count as found_count,
    migrated.moved_count,
    migrated.explained_count
from periods
left join migrated
    on
        periods.segmentation = migrated.segmentation
        and periods.as_of = migrated.as_of
where
    periods.customer_count <> coalesce(migrated.customer_count, 0)
    or coalesce(migrated.moved_count, 0) <> coalesce(migrated.explained_count, 0)
