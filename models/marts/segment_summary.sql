with

customer_segments as (
    select * from {{ ref('customer_segments') }}
),

counted as (
    select
        segmentation,
        segment_id,
        segment_name,
        count(*) as customer_count,
        as_of,
        fit_number,
    from customer_segments
    group by all
),

shared as (
    select
        segmentation,
        segment_id,
        segment_name,
        customer_count,
        customer_count / sum(customer_count) over (
            partition by segmentation
        ) as customer_share,
        as_of,
        fit_number,
    from counted
)

select * from shared
order by segmentation, segment_id
