-- Guards the playbook's spelling: a condition on a feature that its segmentation does
-- not have, or on a level that is none, would never be met. Lines of a segmentation
-- that is not declared are told of at the end of a build. A returned row is such a
-- condition.
with

feature_list as (
    select * from {{ ref('feature_list') }}
),

conditions as (
    select
        segmentation,
        position,
        unnest(string_split(conditions, ' and ')) as condition,
    from {{ ref('segment_playbook') }}
    where segmentation in (select feature_list.segmentation from feature_list)
)

select conditions.*
from conditions
left join feature_list
    on
        conditions.segmentation = feature_list.segmentation
        and split_part(conditions.condition, '=', 1) = feature_list.feature
where
    feature_list.feature is null
    or split_part(conditions.condition, '=', 2) not in ('low', 'middle', 'high')
