with

customer_segments as (
    select * from {{ ref('customer_segments') }}
),

segmentation_list as (
    select * from {{ ref('segmentation_list') }}
),

customer_attributes as (
    select * from {{ ref('customer_attributes') }}
),

counted as (
    select
        customer_segments.segmentation,
        customer_segments.segment_id,
        customer_segments.segment_name,
        customer_attributes.attribute,
        customer_attributes.attribute_value,
        count(*) as customer_count,
        customer_segments.as_of,
        customer_segments.fit_number,
    from customer_segments
    inner join segmentation_list
        on customer_segments.segmentation = segmentation_list.segmentation
    inner join customer_attributes
        on
            segmentation_list.source = customer_attributes.source
            and customer_segments.customer_id = customer_attributes.customer_id
    group by all
),

shared as (
    select
        *,
        customer_count / sum(customer_count) over segments as customer_share,
        sum(customer_count) over attribute_values
        / sum(customer_count) over attributes as population_share,
    from counted
    window
        segments as (partition by segmentation, segment_id, attribute),
        attributes as (partition by segmentation, attribute),
        attribute_values as (partition by segmentation, attribute, attribute_value)
),

indexed as (
    select
        segmentation,
        segment_id,
        segment_name,
        attribute,
        attribute_value,
        customer_count,
        customer_share,
        population_share,
        100 * customer_share / population_share as index_to_population,
        as_of,
        fit_number,
    from shared
)

select * from indexed
order by segmentation, segment_id, attribute, attribute_value
