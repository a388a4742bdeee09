-- Who are the people of a segment?
{% set segmentation = 'campaign_engagement' %}
{% set segment_id = 4 %}
{% set min_index = 120 %}
{% set min_customers = 5 %}

with

segment_demographics as (
    select * from {{ ref('segment_demographics') }}
    where
        segmentation = '{{ segmentation }}'
        and segment_id = {{ segment_id }}
),

-- An index over a handful of people is chance.
frequent as (
    select
        segment_name,
        attribute,
        attribute_value,
        customer_count,
        customer_share,
        population_share,
        index_to_population
    from segment_demographics
    where
        index_to_population > {{ min_index }}
        and customer_count >= {{ min_customers }}
)

select * from frequent
order by index_to_population desc, attribute asc, attribute_value asc
