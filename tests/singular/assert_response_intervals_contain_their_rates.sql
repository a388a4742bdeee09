-- Guards the response intervals: people read a gap between two of them as a difference.
-- A returned row is a rate outside its interval, or an interval outside 0 to 1; -0.0
-- counts as outside, because it is printed.
select
    segmentation,
    segment_id,
    campaign,
    response_rate_low,
    response_rate,
    response_rate_high
from {{ ref('segment_responses') }}
where
    response_rate not between response_rate_low and response_rate_high
    or response_rate_low < 0
    or response_rate_high > 1
    or left(response_rate_low::string, 1) = '-'
    or response_rate_low = response_rate_high
