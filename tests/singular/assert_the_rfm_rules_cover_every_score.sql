-- Guards that every customer gets a rule segment. A returned row is a field of the grid
-- of recency and frequency scores that has no rule.
with

rules as (
    select * from {{ ref('rfm_segment_rules') }}
),

grid as (
    select
        recencies.r_score,
        frequencies.f_score
    from range(1, 6) as recencies (r_score)
    cross join range(1, 6) as frequencies (f_score)
)

select
    grid.r_score,
    grid.f_score
from grid
left join rules
    on
        grid.r_score = rules.r_score
        and grid.f_score = rules.f_score
where
    rules.rfm_segment is null
    -- `--empty` has no rule at all and means it.
    and not {{ flags.EMPTY or false }}
