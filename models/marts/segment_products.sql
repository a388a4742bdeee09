with

customer_segments as (
    select * from {{ ref('customer_segments') }}
),

segment_summary as (
    select * from {{ ref('segment_summary') }}
),

segmentation_list as (
    select * from {{ ref('segmentation_list') }}
),

customer_products as (
    select * from {{ ref('customer_products') }}
),

summed as (
    select
        customer_segments.segmentation,
        customer_segments.segment_id,
        customer_products.product,
        count(*) as customer_count,
        sum(customer_products.value) as value
    from customer_segments
    inner join segmentation_list
        on customer_segments.segmentation = segmentation_list.segmentation
    inner join customer_products
        on
            segmentation_list.customers = customer_products.customers
            and customer_segments.customer_id = customer_products.customer_id
    group by all
),

shared as (
    select
        *,
        value::double / (sum(value) over segments)::double as value_share,
        (sum(value) over products)::double
        / (sum(value) over segmentations)::double as population_value_share
    from summed
    window
        segments as (partition by segmentation, segment_id),
        products as (partition by segmentation, product),
        segmentations as (partition by segmentation)
),

indexed as (
    select
        shared.segmentation,
        shared.segment_id,
        segment_summary.segment_name,
        shared.product,
        shared.customer_count / segment_summary.customer_count as customer_share,
        shared.value_share,
        100 * shared.value_share / shared.population_value_share as index_to_population,
        row_number() over (
            partition by shared.segmentation, shared.segment_id
            order by shared.value desc, shared.product asc
        )::integer as rank_in_segment,
        row_number() over (
            partition by shared.segmentation, shared.segment_id
            order by
                shared.value_share - shared.population_value_share desc,
                shared.product asc
        )::integer as distinction_rank,
        segment_summary.as_of,
        segment_summary.fit_number
    from shared
    inner join segment_summary
        on
            shared.segmentation = segment_summary.segmentation
            and shared.segment_id = segment_summary.segment_id
)

select * from indexed
{{ keep_held_back() }}
order by segmentation, segment_id, rank_in_segment
