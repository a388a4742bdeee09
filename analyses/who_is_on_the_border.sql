-- Who is on the border, and towards which segment?
{% set segmentation = 'retail_rfm' %}

with

customer_segments as (
    select * from {{ ref('customer_segments') }}
    where segmentation = '{{ segmentation }}'
),

segment_summary as (
    select * from {{ ref('segment_summary') }}
    where segmentation = '{{ segmentation }}'
),

-- No inner join: a model may have a segment that nobody is in today.
borderline as (
    select
        customer_segments.customer_id,
        customer_segments.segment_name,
        customer_segments.runner_up_segment_id,
        segment_summary.segment_name as runner_up_segment_name,
        customer_segments.confidence,
        customer_segments.reason
    from customer_segments
    left join segment_summary
        on customer_segments.runner_up_segment_id = segment_summary.segment_id
    where customer_segments.is_borderline
)

select * from borderline
order by segment_name, runner_up_segment_id, confidence, customer_id
