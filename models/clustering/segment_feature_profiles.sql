with

customer_feature_values as (
    select * from {{ ref('customer_feature_values') }}
),

kmeans_assignments as (
    select * from {{ ref('kmeans_assignments') }}
),

feature_list as (
    select * from {{ ref('feature_list') }}
),

assigned_values as (
    select
        customer_feature_values.segmentation,
        kmeans_assignments.segment_id,
        customer_feature_values.position,
        customer_feature_values.feature_value,
        customer_feature_values.transformed_value,
    from customer_feature_values
    inner join kmeans_assignments
        on
            customer_feature_values.segmentation = kmeans_assignments.segmentation
            and customer_feature_values.customer_id = kmeans_assignments.customer_id
    where kmeans_assignments.segment_id is not null
),

-- Doubles are added up by size: in the order they come in, which changes from run to
-- run, the last bits of a mean would change with it.
populations as (
    select
        segmentation,
        position,
        avg(feature_value order by feature_value) as population_mean,
        avg(transformed_value order by transformed_value) as transformed_mean,
        stddev_pop(transformed_value order by transformed_value) as transformed_stddev,
    from assigned_values
    group by all
),

segments as (
    select
        segmentation,
        segment_id,
        position,
        avg(feature_value order by feature_value) as segment_mean,
        median(feature_value) as segment_median,
        avg(transformed_value order by transformed_value) as transformed_mean,
    from assigned_values
    group by all
),

compared as (
    select
        segments.segmentation,
        segments.segment_id,
        segments.position,
        segments.segment_mean,
        segments.segment_median,
        feature_list.feature,
        feature_list.label,
        feature_list.unit,
        feature_list.levels,
        populations.population_mean,
        -- On the scale that K-Means works on: in the units of a long-tailed feature a
        -- few customers would stretch the standard deviation until no segment stands
        -- out. A constant feature sets no segment apart.
        coalesce(
            (segments.transformed_mean - populations.transformed_mean)
            / nullif(populations.transformed_stddev, 0),
            0
        ) as z_score,
        100 * segments.segment_mean
        / nullif(populations.population_mean, 0) as index_to_population,
    from segments
    inner join populations
        on
            segments.segmentation = populations.segmentation
            and segments.position = populations.position
    inner join feature_list
        on
            segments.segmentation = feature_list.segmentation
            and segments.position = feature_list.position
),

ranked as (
    select
        *,
        row_number() over (
            partition by segmentation, segment_id
            order by abs(z_score) desc, position asc
        )::integer as importance_rank,
    from compared
)

select * from ranked
