with

customer_segments as (
    select * from {{ ref('customer_segments') }}
),

segmentation_champions as (
    select * from {{ ref('segmentation_champions') }}
),

customer_values as (
    select * from {{ ref('customer_values') }}
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
        customer_segments.segmentation,
        customer_segments.segment_id,
        customer_segments.segment_name,
        count(*) as customer_count,
        count(*) filter (where customer_segments.is_borderline) as borderline_count,
        any_value(customer_values.measure) as value_measure,
        any_value(customer_values.unit) as value_unit,
        any_value(customer_values.is_additive) as is_additive,
        sum(customer_values.value) as value_sum,
        customer_segments.as_of,
        customer_segments.fit_number,
    from customer_segments
    inner join segmentation_champions
        on customer_segments.segmentation = segmentation_champions.segmentation
    left join customer_values
        on
            segmentation_champions.source = customer_values.source
            and customer_segments.customer_id = customer_values.customer_id
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
        counted.value_measure,
        counted.value_unit,
        case when counted.is_additive then counted.value_sum end as value_total,
        case when counted.is_additive then counted.value_sum end
        / sum(counted.value_sum) over (
            partition by counted.segmentation
        ) as value_share,
        counted.value_sum / counted.customer_count as value_per_customer,
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
