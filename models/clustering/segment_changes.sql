{{ config(
    materialized='incremental',
    full_refresh=false,
    pre_hook="{{ forget_changes() }}",
    **replaced_by(['segmentation', 'as_of'])
) }}
-- depends_on: {{ ref('kmeans_fits') }}
-- depends_on: {{ ref('segment_gate') }}

with

kmeans_assignments as (
    select * from {{ ref('kmeans_assignments') }}
),

recorded as (
    {% if is_incremental() %}
    select * from {{ this }}
    {% else %}
    select
        null::string as segmentation,
        null::date as as_of,
        null::integer as fit_number,
        null::string as customer_id,
        null::string as change,
        null::integer as from_segment_id,
        null::integer as to_segment_id,
        null::bigint as customer_count
    where false
    {% endif %}
),

tonight as (
    select distinct
        segmentation,
        as_of,
        fit_number
    from kmeans_assignments
    where as_of is not null and {{ is_not_held_back() }}
),

-- Before the join: with every recorded row compared, it would grow as their square.
last_days as (
    select
        segmentation,
        max(as_of) as as_of
    from recorded
    group by segmentation
),

-- Tonight's. A day before one that is recorded would change what that one says.
periods as (
    select tonight.*
    from tonight
    left join last_days on tonight.segmentation = last_days.segmentation
    where last_days.as_of is null or tonight.as_of >= last_days.as_of
),

-- Where each customer was at the end of the last period before; null for nowhere.
former as (
    select
        recorded.segmentation,
        recorded.customer_id,
        {{ last_by('recorded.to_segment_id', 'recorded.as_of') }} as segment_id
    from recorded
    inner join periods
        on
            recorded.segmentation = periods.segmentation
            and recorded.as_of < periods.as_of
    group by all
),

current_segments as (
    select
        kmeans_assignments.segmentation,
        kmeans_assignments.customer_id,
        kmeans_assignments.segment_id,
        kmeans_assignments.former_fit_segment_id
    from kmeans_assignments
    inner join periods on kmeans_assignments.segmentation = periods.segmentation
    where kmeans_assignments.segment_id is not null
),

compared as (
    select
        coalesce(former.segmentation, current_segments.segmentation) as segmentation,
        coalesce(former.customer_id, current_segments.customer_id) as customer_id,
        former.segment_id as from_segment_id,
        current_segments.segment_id as to_segment_id,
        current_segments.former_fit_segment_id
    from former
    full join current_segments
        on
            former.segmentation = current_segments.segmentation
            and former.customer_id = current_segments.customer_id
),

changes as (
    select
        segmentation,
        customer_id,
        case
            when from_segment_id is null then 'gained'
            when to_segment_id is null then 'lost'
            when former_fit_segment_id <> from_segment_id then 'customer moved'
            else 'model moved'
        end as change,
        from_segment_id,
        to_segment_id,
        null::bigint as customer_count
    from compared
    where from_segment_id is distinct from to_segment_id
),

-- The period itself: it is recorded, and replaced, also where nothing changed.
marked as (
    select
        periods.segmentation,
        null as customer_id,
        'period' as change,
        null as from_segment_id,
        null as to_segment_id,
        count(current_segments.customer_id) as customer_count
    from periods
    left join current_segments
        on periods.segmentation = current_segments.segmentation
    group by periods.segmentation
),

together as (
    select * from changes
    union all
    select * from marked
),

dated as (
    select
        together.segmentation,
        periods.as_of,
        periods.fit_number,
        together.customer_id,
        together.change,
        together.from_segment_id,
        together.to_segment_id,
        together.customer_count
    from together
    inner join periods on together.segmentation = periods.segmentation
)

select * from dated
