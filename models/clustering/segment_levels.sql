with

kmeans_fits as (
    select * from {{ ref('kmeans_fits') }}
),

segmentation_champions as (
    select * from {{ ref('segmentation_champions') }}
),

feature_list as (
    select * from {{ ref('feature_list') }}
),

living as (
    select
        segmentation,
        feature_names,
        transforms,
        {{ items_in('segment_ids') }} as segment_id
    from segmentation_champions
),

placed as (
    select
        *,
        {{ positions_in('segment_ids') }} as place
    from kmeans_fits
    where status <> 'rejected'
),

fitted as (
    select
        segmentation,
        fit_number,
        feature_names,
        transforms,
        centers,
        scales,
        {{ list_item('segment_ids', 'place') }} as segment_id,
        {{ list_item('centroids', 'place') }} as centroid
    from placed
),

-- The fit that a segment was born in: what it is called does not change with a refit.
born as (
    select
        living.segmentation,
        living.segment_id,
        min_by(fitted.centroid, fitted.fit_number) as centroid,
        min_by(fitted.centers, fitted.fit_number) as centers,
        min_by(fitted.scales, fitted.fit_number) as scales
    from living
    inner join fitted
        on
            living.segmentation = fitted.segmentation
            and living.segment_id = fitted.segment_id
            and living.feature_names = fitted.feature_names
            and living.transforms = fitted.transforms
    group by all
),

located as (
    select
        born.segmentation,
        born.segment_id,
        feature_list.position,
        feature_list.feature,
        feature_list.label,
        feature_list.unit,
        feature_list.levels,
        feature_list.transform,
        {{ list_item('born.centroid', 'feature_list.position') }} as z_score,
        {{ list_item('born.centroid', 'feature_list.position') }}
        * {{ list_item('born.scales', 'feature_list.position') }}
        + {{ list_item('born.centers', 'feature_list.position') }} as transformed_value
    from born
    inner join feature_list on born.segmentation = feature_list.segmentation
),

levelled as (
    select
        segmentation,
        segment_id,
        position,
        feature,
        label,
        unit,
        levels,
        z_score,
        case transform
            when 'log1p' then exp(transformed_value) - 1
            else transformed_value
        end as typical_value,
        {{ level('z_score') }} as level
    from located
)

select * from levelled
