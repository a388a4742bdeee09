-- Guards that every customer gets a rule segment. A returned row is a field of the grid of
-- recency and frequency scores that has no rule.
select
    r_score,
    f_score,
from range(1, 6) as recencies (r_score)
cross join range(1, 6) as frequencies (f_score)
left join {{ ref('rfm_segment_rules') }} as rfm_segment_rules using (r_score, f_score)
where rfm_segment_rules.rfm_segment is null
