-- Who are the typical customers of a segment, to interview?
{% set segmentation = 'campaign_engagement' %}
{% set segment_id = 4 %}
{% set how_many = 10 %}

with

customer_segments as (
    select * from {{ ref('customer_segments') }}
    where
        segmentation = '{{ segmentation }}'
        and segment_id = {{ segment_id }}
),

typical as (
    select
        customer_id,
        segment_name,
        confidence,
        distance,
        reason
    from customer_segments
    qualify
        row_number() over (
            order by confidence desc, customer_id asc
        ) <= {{ how_many }}
)

select * from typical
order by confidence desc, customer_id asc
