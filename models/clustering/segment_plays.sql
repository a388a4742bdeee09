with

segment_levels as (
    select * from {{ ref('segment_levels') }}
),

segment_playbook as (
    select * from {{ ref('segment_playbook') }}
),

segment_overrides as (
    select * from {{ ref('segment_overrides') }}
),

segments as (
    select distinct
        segmentation,
        segment_id,
    from segment_levels
),

conditions as (
    select
        segmentation,
        position,
        unnest(string_split(conditions, ' and ')) as condition,
    from segment_playbook
),

-- One row per segment, line of the playbook and condition that the segment meets.
met as (
    select
        segment_levels.segmentation,
        segment_levels.segment_id,
        conditions.position,
        count(*) as met_count,
    from segment_levels
    inner join conditions
        on
            segment_levels.segmentation = conditions.segmentation
            and segment_levels.feature
            || '='
            || ['low', 'middle', 'high'][segment_levels.level] = conditions.condition
    group by all
),

matching as (
    select
        segments.segmentation,
        segments.segment_id,
        segment_playbook.position,
        segment_playbook.segment_name,
        segment_playbook.goal,
        segment_playbook.recommended_action,
        segment_playbook.channel,
        segment_playbook.caution,
        segment_playbook.risk,
        segment_playbook.segmentation = '*' as is_default,
    from segments
    inner join segment_playbook
        on
            segments.segmentation = segment_playbook.segmentation
            or segment_playbook.segmentation = '*'
    left join met
        on
            segments.segmentation = met.segmentation
            and segments.segment_id = met.segment_id
            and segment_playbook.segmentation = met.segmentation
            and segment_playbook.position = met.position
    where
        coalesce(met.met_count, 0)
        = coalesce(len(string_split(segment_playbook.conditions, ' and ')), 0)
),

first_match as (
    select * from matching
    qualify
        row_number() over (
            partition by segmentation, segment_id
            order by is_default asc, position asc
        ) = 1
),

decided as (
    select
        first_match.segmentation,
        first_match.segment_id,
        coalesce(
            segment_overrides.segment_name, first_match.segment_name
        ) as segment_name,
        first_match.goal,
        coalesce(
            segment_overrides.recommended_action, first_match.recommended_action
        ) as recommended_action,
        first_match.channel,
        first_match.caution,
        first_match.risk,
        segment_overrides.reason as override_reason,
        segment_overrides.author as override_author,
    from first_match
    left join segment_overrides
        on
            first_match.segmentation = segment_overrides.segmentation
            and first_match.segment_id = segment_overrides.segment_id
)

select * from decided
