{#- What a condition can be about beside a feature. -#}
{%- set unnamed = "('first', 'second', 'value')" -%}

with

segment_levels as (
    select * from {{ ref('segment_levels') }}
),

segment_values as (
    select * from {{ ref('segment_values') }}
),

segment_playbook as (
    select * from {{ ref('segment_playbook') }}
),

playbook_conditions as (
    select * from {{ ref('playbook_conditions') }}
),

segment_overrides as (
    select * from {{ ref('segment_overrides') }}
),

-- By how far they set the segment apart.
ranked as (
    select
        *,
        row_number() over (
            partition by segmentation, segment_id
            order by abs(z_score) desc, position asc
        ) as place
    from segment_levels
),

segments as (
    select
        segmentation,
        segment_id,
        max(case when place = 1 then label end) as first_label,
        max(case when place = 2 then label end) as second_label
    from ranked
    group by all
),

-- All that a condition can be about. A feature that is called like one of the three is
-- not among them.
facts as (
    select
        segmentation,
        segment_id,
        feature,
        level,
        typical_value
    from segment_levels
    where feature not in {{ unnamed }}
    union all
    select
        segmentation,
        segment_id,
        case place when 1 then 'first' else 'second' end as feature,
        level,
        null as typical_value
    from ranked
    where place <= 2
    union all
    select
        segmentation,
        segment_id,
        'value' as feature,
        level,
        null as typical_value
    from segment_values
),

-- Rounded: what is 2 in every customer may come back as 1.9999999999999996 from log1p.
readable as (
    select
        segmentation,
        segment_id,
        feature,
        case level when 1 then 'low' when 2 then 'middle' else 'high' end as level,
        round(typical_value * 1e6) / 1e6 as typical_value
    from facts
),

-- One row per segment, line of the playbook and condition that the segment meets.
met as (
    select
        readable.segmentation,
        readable.segment_id,
        playbook_conditions.segmentation as line_segmentation,
        playbook_conditions.position,
        playbook_conditions.condition
    from readable
    inner join playbook_conditions
        on
            readable.feature = playbook_conditions.feature
            and playbook_conditions.segmentation in (readable.segmentation, '*')
    where
        case playbook_conditions.operator
            when '=' then readable.level = playbook_conditions.level
            when '<' then readable.typical_value < playbook_conditions.number
            when '<=' then readable.typical_value <= playbook_conditions.number
            when '>' then readable.typical_value > playbook_conditions.number
            when '>=' then readable.typical_value >= playbook_conditions.number
        end
),

met_counts as (
    select
        segmentation,
        segment_id,
        line_segmentation,
        position,
        count(*) as met_count
    from met
    group by all
),

condition_counts as (
    select
        segmentation,
        position,
        count(*) as condition_count,
        count(*) filter (where feature not in {{ unnamed }}) as named_count
    from playbook_conditions
    group by all
),

lines as (
    select
        segment_playbook.*,
        segment_playbook.segmentation = '*' as is_general,
        coalesce(condition_counts.condition_count, 0) as condition_count,
        coalesce(condition_counts.named_count, 0) = 0 as is_unnamed
    from segment_playbook
    left join condition_counts
        on
            segment_playbook.segmentation = condition_counts.segmentation
            and segment_playbook.position = condition_counts.position
),

matching as (
    select
        segments.segmentation,
        segments.segment_id,
        lines.position,
        lines.is_general,
        lines.is_general and lines.is_unnamed as is_generic,
        lines.segment_name,
        lines.goal,
        {{ with_labels('lines.recommended_action') }} as recommended_action,
        lines.channel,
        {{ with_labels('lines.caution') }} as caution,
        lines.risk
    from segments
    inner join lines on lines.segmentation in (segments.segmentation, '*')
    left join met_counts
        on
            segments.segmentation = met_counts.segmentation
            and segments.segment_id = met_counts.segment_id
            and lines.segmentation = met_counts.line_segmentation
            and lines.position = met_counts.position
    where coalesce(met_counts.met_count, 0) = lines.condition_count
),

first_match as (
    select * from matching
    qualify
        row_number() over (
            partition by segmentation, segment_id
            order by is_general asc, position asc
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
        first_match.is_generic
        and segment_overrides.recommended_action is null as is_generic,
        segment_overrides.reason as override_reason,
        segment_overrides.author as override_author
    from first_match
    left join segment_overrides
        on
            first_match.segmentation = segment_overrides.segmentation
            and first_match.segment_id = segment_overrides.segment_id
)

select * from decided
