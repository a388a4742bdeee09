with

segment_feature_profiles as (
    select * from {{ ref('segment_feature_profiles') }}
),

segment_names as (
    select * from {{ ref('segment_names') }}
),

worded as (
    select
        segmentation,
        segment_id,
        string_agg(
            concat_ws(
                ' ', label, {{ three_digits('segment_mean') }}, nullif(unit, '')
            )
            || ' (all customers '
            || {{ three_digits('population_mean') }}
            || ')',
            ', ' order by importance_rank
        ) as words,
    from segment_feature_profiles
    where importance_rank <= 3
    group by all
),

described as (
    select
        segment_names.segmentation,
        segment_names.segment_id,
        segment_names.level_words || ': ' || worded.words as description,
    from segment_names
    inner join worded
        on
            segment_names.segmentation = worded.segmentation
            and segment_names.segment_id = worded.segment_id
)

select * from described
