-- What does each segment buy more than others?
{% set segmentation = 'campaign_engagement' %}
{% set how_many = 3 %}
{% set min_customer_share = 0.05 %}

with

segment_products as (
    select * from {{ ref('segment_products') }}
    where segmentation = '{{ segmentation }}'
),

-- What hardly anyone buys tells of these few, not of the segment.
preferred as (
    select
        segment_id,
        segment_name,
        product,
        customer_share,
        value_share,
        index_to_population,
        distinction_rank
    from segment_products
    where
        index_to_population > 100
        and customer_share >= {{ min_customer_share }}
    qualify
        row_number() over (
            partition by segment_id
            order by distinction_rank
        ) <= {{ how_many }}
)

select * from preferred
order by segment_id, distinction_rank
