with

rfm_segments as (
    select * from {{ ref('rfm_segments') }}
),

customer_segments as (
    select * from {{ ref('customer_segments') }}
),

counted as (
    select
        rfm_segments.rfm_segment,
        customer_segments.segment_id,
        customer_segments.segment_name,
        count(*) as customer_count,
        customer_segments.as_of,
        customer_segments.fit_number,
    from rfm_segments
    inner join customer_segments
        on
            customer_segments.segmentation = 'retail_rfm'
            and rfm_segments.customer_id = customer_segments.customer_id
    group by all
),

shared as (
    select
        rfm_segment,
        segment_id,
        segment_name,
        customer_count,
        customer_count / sum(customer_count) over (
            partition by rfm_segment
        ) as share_of_rfm_segment,
        customer_count / sum(customer_count) over (
            partition by segment_id
        ) as share_of_segment,
        as_of,
        fit_number,
    from counted
)

select * from shared
order by rfm_segment, segment_id
