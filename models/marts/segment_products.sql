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

products as (
    select * from {{ ref('products') }}
),

summed as (
    select
        customer_segments.segmentation,
        customer_segments.segment_id,
        customer_products.source,
        customer_products.product_code,
        count(*) as customer_count,
        sum(customer_products.value) as value,
    from customer_segments
    inner join segmentation_list
        on customer_segments.segmentation = segmentation_list.segmentation
    inner join customer_products
        on
            segmentation_list.source = customer_products.source
            and customer_segments.customer_id = customer_products.customer_id
    group by all
),

named as (
    select
        summed.*,
        products.product,
    from summed
    inner join products
        on
            summed.source = products.source
            and summed.product_code = products.product_code
),

shared as (
    select
        *,
        value / sum(value) over segments as value_share,
        sum(value) over products
        / sum(value) over segmentations as population_value_share,
    from named
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
        segment_summary.fit_number,
    from shared
    inner join segment_summary
        on
            shared.segmentation = segment_summary.segmentation
            and shared.segment_id = segment_summary.segment_id
)

select * from indexed
order by segmentation, segment_id, rank_in_segment
