-- Which outliers need a look?
{% set segmentation = 'campaign_engagement' %}

with

customer_segments as (
    select * from {{ ref('customer_segments') }}
    where segmentation = '{{ segmentation }}'
),

-- Segments differ in width, so a distance says little by itself.
measured as (
    select
        *,
        median(distance) over (partition by segment_id) as median_distance
    from customer_segments
),

outliers as (
    select
        customer_id,
        segment_name,
        distance,
        median_distance,
        distance / nullif(median_distance, 0) as times_the_median,
        is_borderline,
        reason
    from measured
    where is_outlier
)

select * from outliers
order by times_the_median desc, customer_id asc
