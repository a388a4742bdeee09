with

customer_segments as (
    select * from {{ ref('customer_segments') }}
),

segmentation_champions as (
    select * from {{ ref('segmentation_champions') }}
),

segment_rules as (
    select * from {{ ref('segment_rules') }}
),

centroids as (
    select
        segmentation,
        unnest(segment_ids) as segment_id,
        unnest(centroids) as centroid,
        map_loadings,
    from segmentation_champions
),

counted as (
    select
        segmentation,
        segment_id,
        segment_name,
        count(*) as customer_count,
        count(*) filter (where is_borderline) as borderline_count,
        as_of,
        fit_number,
    from customer_segments
    group by all
),

shared as (
    select
        counted.segmentation,
        counted.segment_id,
        counted.segment_name,
        segment_rules.rule,
        segment_rules.rule_sql,
        segment_rules.rule_precision,
        segment_rules.rule_coverage,
        counted.customer_count,
        counted.customer_count / sum(counted.customer_count) over (
            partition by counted.segmentation
        ) as customer_share,
        counted.borderline_count / counted.customer_count as borderline_share,
        list_dot_product(centroids.centroid, centroids.map_loadings[1]) as map_x,
        list_dot_product(centroids.centroid, centroids.map_loadings[2]) as map_y,
        counted.as_of,
        counted.fit_number,
    from counted
    inner join centroids
        on
            counted.segmentation = centroids.segmentation
            and counted.segment_id = centroids.segment_id
    left join segment_rules
        on
            counted.segmentation = segment_rules.segmentation
            and counted.segment_id = segment_rules.segment_id
)

select * from shared
order by segmentation, segment_id
