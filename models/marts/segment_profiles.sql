with

segment_feature_profiles as (
    select * from {{ ref('segment_feature_profiles') }}
),

segment_summary as (
    select * from {{ ref('segment_summary') }}
),

named as (
    select
        segment_feature_profiles.segmentation,
        segment_feature_profiles.segment_id,
        segment_summary.segment_name,
        segment_feature_profiles.feature,
        segment_feature_profiles.label,
        segment_feature_profiles.unit,
        segment_feature_profiles.segment_mean,
        segment_feature_profiles.segment_median,
        segment_feature_profiles.population_mean,
        segment_feature_profiles.z_score,
        segment_feature_profiles.index_to_population,
        segment_feature_profiles.importance_rank,
        segment_feature_profiles.typical_low,
        segment_feature_profiles.typical_high,
        segment_summary.as_of,
        segment_summary.fit_number
    from segment_feature_profiles
    inner join segment_summary
        on
            segment_feature_profiles.segmentation = segment_summary.segmentation
            and segment_feature_profiles.segment_id = segment_summary.segment_id
)

select * from named
{{ keep_held_back() }}
order by segmentation, segment_id, importance_rank
