-- Which segment answers campaigns best, and is the difference beyond chance?
{% set segmentation = 'campaign_engagement' %}

with

segment_responses as (
    select * from {{ ref('segment_responses') }}
    where segmentation = '{{ segmentation }}'
),

best as (
    select * from segment_responses
    qualify
        row_number() over (
            partition by campaign
            order by response_rate desc, segment_id asc
        ) = 1
),

-- Two segments whose intervals do not overlap differ beyond chance.
compared as (
    select
        best.campaign,
        best.segment_name,
        best.customer_count,
        best.response_rate,
        best.response_rate_low,
        best.response_rate_high,
        best.lift,
        max(others.response_rate_high) as others_rate_high,
        bool_and(
            best.response_rate_low > others.response_rate_high
        ) as is_beyond_chance,
        {{ text_list(
            'others.segment_name', ', ',
            order_by='others.response_rate desc, others.segment_id asc'
        ) }} filter (
            where best.response_rate_low <= others.response_rate_high
        ) as segments_that_may_be_as_good
    from best
    inner join segment_responses as others
        on
            best.campaign = others.campaign
            and best.segment_id <> others.segment_id
    group by all
)

select * from compared
order by response_rate desc, campaign asc
