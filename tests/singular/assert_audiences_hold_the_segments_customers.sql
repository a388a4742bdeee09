-- Guards the audiences: they are the customers of the segments, but for the borderline
-- ones where these are left out. A returned row is a segment for which that is not so.
with

audiences as (
    select
        segmentation,
        segment_id,
        count(*) as customer_count
    from {{ ref('segment_audiences') }}
    group by all
)

select
    segment_summary.segmentation,
    segment_summary.segment_id,
    segment_summary.customer_count,
    audiences.customer_count as audience_count
from {{ ref('segment_summary') }} as segment_summary
left join audiences
    on
        segment_summary.segmentation = audiences.segmentation
        and segment_summary.segment_id = audiences.segment_id
where
    segment_summary.customer_count <> coalesce(audiences.customer_count, 0)
    + {{ 0 if var('audience_with_borderline') else 1 }}
    * round(segment_summary.borderline_share * segment_summary.customer_count)
