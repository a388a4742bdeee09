-- Who moved to a better segment last period, and was it the customer or the model?
{% set segmentation = 'retail_rfm' %}

with

segment_history as (
    select * from {{ ref('segment_history') }}
    where segmentation = '{{ segmentation }}'
),

segment_migrations as (
    select * from {{ ref('segment_migrations') }}
    where segmentation = '{{ segmentation }}'
),

segment_summary as (
    select * from {{ ref('segment_summary') }}
    where segmentation = '{{ segmentation }}'
),

-- A period in which nobody moved has migrations too: those who stayed.
moved as (
    select * from segment_history
    where
        as_of = (select max(segment_migrations.as_of) from segment_migrations)
        and change in ('customer moved', 'model moved')
),

-- A segment that is retired has no value today, so a move from it is neither better nor
-- worse.
valued as (
    select
        moved.customer_id,
        moved.as_of,
        moved.change,
        from_segments.segment_name as from_segment_name,
        to_segments.segment_name as to_segment_name,
        from_segments.value_per_customer as from_value_per_customer,
        to_segments.value_per_customer as to_value_per_customer,
        to_segments.value_unit
    from moved
    inner join segment_summary as from_segments
        on moved.from_segment_id = from_segments.segment_id
    inner join segment_summary as to_segments
        on moved.to_segment_id = to_segments.segment_id
),

improved as (
    select * from valued
    where to_value_per_customer > from_value_per_customer
)

select * from improved
order by
    to_value_per_customer - from_value_per_customer desc,
    change asc,
    customer_id asc
