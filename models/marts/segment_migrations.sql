with

segment_changes as (
    select * from {{ ref('segment_changes') }}
),

periods as (
    select
        segmentation,
        as_of,
        lag(as_of) over earlier as from_as_of,
        fit_number,
        lag(fit_number) over earlier as from_fit_number
    from segment_changes
    where change = 'period'
    window earlier as (partition by segmentation order by as_of)
),

changes as (
    select * from segment_changes
    where change <> 'period'
),

-- How many customers each segment had at the end of each period before; nowhere, the
-- segment null, has never more than 0.
entries_and_exits as (
    select
        segmentation,
        as_of,
        to_segment_id as segment_id,
        count(*) as customer_count
    from changes
    group by all
    union all
    select
        segmentation,
        as_of,
        from_segment_id as segment_id,
        -count(*) as customer_count
    from changes
    group by all
),

sizes as (
    select
        periods.segmentation,
        periods.as_of,
        entries_and_exits.segment_id,
        sum(entries_and_exits.customer_count) as customer_count
    from periods
    inner join entries_and_exits
        on
            periods.segmentation = entries_and_exits.segmentation
            and periods.from_as_of >= entries_and_exits.as_of
    group by all
),

flows as (
    select
        changes.segmentation,
        changes.as_of,
        changes.from_segment_id,
        changes.to_segment_id,
        count(*) as customer_count,
        count(*) filter (
            where changes.change = 'customer moved'
        ) as customer_moved_count,
        count(*) filter (where changes.change = 'model moved') as model_moved_count
    from changes
    inner join periods
        on
            changes.segmentation = periods.segmentation
            and changes.as_of = periods.as_of
    where periods.from_as_of is not null
    group by all
),

exits as (
    select
        segmentation,
        as_of,
        from_segment_id as segment_id,
        sum(customer_count) as customer_count
    from flows
    group by all
),

stays as (
    select
        sizes.segmentation,
        sizes.as_of,
        sizes.segment_id as from_segment_id,
        sizes.segment_id as to_segment_id,
        sizes.customer_count - coalesce(exits.customer_count, 0) as customer_count,
        0 as customer_moved_count,
        0 as model_moved_count
    from sizes
    left join exits
        on
            sizes.segmentation = exits.segmentation
            and sizes.as_of = exits.as_of
            and sizes.segment_id = exits.segment_id
),

migrations as (
    select * from flows
    union all
    select * from stays
    where customer_count > 0
),

dated as (
    select
        migrations.segmentation,
        periods.from_as_of,
        migrations.as_of,
        case
            when migrations.from_segment_id is null then 'gained'
            when migrations.to_segment_id is null then 'lost'
            when migrations.from_segment_id = migrations.to_segment_id then 'stayed'
            else 'moved'
        end as flow,
        migrations.from_segment_id,
        migrations.to_segment_id,
        migrations.customer_count::bigint as customer_count,
        migrations.customer_moved_count::bigint as customer_moved_count,
        migrations.model_moved_count::bigint as model_moved_count,
        periods.from_fit_number,
        periods.fit_number
    from migrations
    inner join periods
        on
            migrations.segmentation = periods.segmentation
            and migrations.as_of = periods.as_of
)

select * from dated
order by segmentation, as_of, from_segment_id, to_segment_id
