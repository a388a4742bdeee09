-- Guards that every customer gets a rule segment. A returned row is a field of the grid
-- of recency and frequency scores that has no rule.
with

rules as (
    select * from {{ ref('rfm_segment_rules') }}
)

select
    r_score,
    f_score,
from range(1, 6) as recencies (r_score)
cross join range(1, 6) as frequencies (f_score)
left join rules using (r_score, f_score)
where
    rules.rfm_segment is null
    -- `--empty` has no rule at all and means it.
    and exists (select 1 from rules)
