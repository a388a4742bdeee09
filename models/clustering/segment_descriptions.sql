with

segment_feature_profiles as (
    select * from {{ ref('segment_feature_profiles') }}
),

segment_names as (
    select * from {{ ref('segment_names') }}
),

ranges as (
    select
        segmentation,
        segment_id,
        importance_rank,
        concat_ws(
            ' ',
            label,
            case
                when typical_low = typical_high
                    then {{ three_digits('typical_low') }}
                when typical_high is null
                    then 'at least ' || {{ three_digits('typical_low') }}
                when typical_low is null
                    then 'at most ' || {{ three_digits('typical_high') }}
                else
                    {{ three_digits('typical_low') }}
                    || ' to '
                    || {{ three_digits('typical_high') }}
            end,
            nullif(unit, '')
        ) as words
    from segment_feature_profiles
    where importance_rank <= 3
),

worded as (
    select
        segmentation,
        segment_id,
        {{ text_list('words', ', ', 'importance_rank') }} as words
    from ranges
    group by all
),

described as (
    select
        segment_names.segmentation,
        segment_names.segment_id,
        segment_names.level_words || '. Most have: ' || worded.words as description
    from segment_names
    inner join worded
        on
            segment_names.segmentation = worded.segmentation
            and segment_names.segment_id = worded.segment_id
)

select * from described
