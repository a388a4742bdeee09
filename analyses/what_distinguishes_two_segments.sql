-- What distinguishes two segments from each other?
{% set segmentation = 'campaign_engagement' %}
{% set segment_id = 3 %}
{% set other_segment_id = 4 %}

with

segment_profiles as (
    select * from {{ ref('segment_profiles') }}
    where segmentation = '{{ segmentation }}'
),

compared as (
    select
        one.label,
        one.unit,
        one.segment_name,
        other.segment_name as other_segment_name,
        one.segment_median,
        other.segment_median as other_segment_median,
        one.segment_mean,
        other.segment_mean as other_segment_mean,
        one.z_score - other.z_score as z_difference
    from segment_profiles as one
    inner join segment_profiles as other
        on
            one.feature = other.feature
            and other.segment_id = {{ other_segment_id }}
    where one.segment_id = {{ segment_id }}
)

select * from compared
order by abs(z_difference) desc, label asc
