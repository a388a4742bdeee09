-- Warns of a line in the seed segment_overrides that has no effect: its segment is no
-- more, or never was. A returned row is such a line.
{{ config(severity='warn') }}
select segment_overrides.*
from {{ ref('segment_overrides') }} as segment_overrides
left join {{ ref('segment_plays') }} as segment_plays
    on
        segment_overrides.segmentation = segment_plays.segmentation
        and segment_overrides.segment_id = segment_plays.segment_id
where segment_plays.segment_id is null
