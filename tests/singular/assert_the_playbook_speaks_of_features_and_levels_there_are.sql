-- Guards the playbook's spelling: a condition that is none, or is on a feature that its
-- segmentation does not have, would never be met, and a placeholder that nothing fills
-- would be read by people. Lines of a segmentation that is not declared are told of at
-- the end of a build. A returned row is a line with its fault.
with

feature_list as (
    select * from {{ ref('feature_list') }}
),

playbook_lines as (
    select
        *,
        concat_ws(' ', recommended_action, caution) as texts,
        replace(replace(texts, '{first}', ''), '{second}', '') as unfilled_texts
    from {{ ref('segment_playbook') }}
    where
        segmentation = '*'
        or segmentation in (select feature_list.segmentation from feature_list)
),

playbook_conditions as (
    select
        *,
        feature in ('first', 'second', 'value') as is_unnamed
    from {{ ref('playbook_conditions') }}
),

conditions as (
    select
        playbook_conditions.*,
        playbook_lines.segment_name,
        feature_list.feature as found_feature
    from playbook_conditions
    inner join playbook_lines
        on
            playbook_conditions.segmentation = playbook_lines.segmentation
            and playbook_conditions.position = playbook_lines.position
    left join feature_list
        on
            playbook_conditions.segmentation = feature_list.segmentation
            and playbook_conditions.feature = feature_list.feature
),

misspelt_conditions as (
    select
        segmentation,
        position,
        condition as found,
        case
            when level is null and number is null
                then 'is neither feature=level nor feature<number'
            when is_unnamed and level is null then 'is low, middle or high, no number'
            -- A line of * may be about a feature that no segmentation has yet.
            when segmentation <> '*' and not is_unnamed and found_feature is null
                then 'is about a feature that there is not'
            -- A value need not stay what it is: a name has to.
            when is_unnamed and segment_name is not null
                then 'makes no name: leave segment_name empty'
        end as fault
    from conditions
),

misspelt_texts as (
    select
        segmentation,
        position,
        concat_ws(' ', segment_name, texts, channel) as found,
        case
            when
                texts like '%{second}%'
                and (segmentation, position) not in (
                    select
                        conditions.segmentation,
                        conditions.position
                    from conditions
                    where conditions.feature = 'second'
                )
                then 'says {second} without a condition on second'
            when
                {{ has_match(
                    "concat_ws(' ', segment_name, unfilled_texts, channel)", '[{}]'
                ) }}
                then 'has braces that nothing is filled into'
        end as fault
    from playbook_lines
),

faults as (
    select * from misspelt_conditions
    union all
    select * from misspelt_texts
)

select * from faults
where fault is not null
