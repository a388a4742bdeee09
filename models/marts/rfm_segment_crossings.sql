with

rfm_segments as (
    select * from {{ ref('rfm_segments') }}
),

customer_segments as (
    select * from {{ ref('customer_segments') }}
),

segmentation_list as (
    select * from {{ ref('segmentation_list') }}
),

counted as (
    select
        customer_segments.segmentation,
        rfm_segments.rfm_segment,
        customer_segments.segment_id,
        customer_segments.segment_name,
        count(*) as customer_count,
        customer_segments.as_of,
        customer_segments.fit_number
    from customer_segments
    inner join segmentation_list
        on customer_segments.segmentation = segmentation_list.segmentation
    inner join rfm_segments
        on
            segmentation_list.customers = rfm_segments.customers
            and customer_segments.customer_id = rfm_segments.customer_id
    group by all
),

shared as (
    select
        segmentation,
        rfm_segment,
        segment_id,
        segment_name,
        customer_count,
        customer_count / sum(customer_count) over (
            partition by segmentation, rfm_segment
        ) as share_of_rfm_segment,
        customer_count / sum(customer_count) over (
            partition by segmentation, segment_id
        ) as share_of_segment,
        as_of,
        fit_number
    from counted
)

select * from shared
{{ keep_held_back() }}
order by segmentation, rfm_segment, segment_id
