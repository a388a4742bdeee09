-- Guards the direction of the scores: turned round, the worst customers would be
-- called champions. A returned row is a score whose values do not lie wholly on the
-- better side of the next lower score's.
with

scores as (
    select
        customers,
        'recency' as measure,
        r_score as score,
        -recency_days as goodness
    from {{ ref('rfm_segments') }}
    union all
    select
        customers,
        'frequency' as measure,
        f_score as score,
        frequency as goodness
    from {{ ref('rfm_segments') }}
    union all
    select
        customers,
        'monetary' as measure,
        m_score as score,
        monetary as goodness
    from {{ ref('rfm_segments') }}
),

spans as (
    select
        customers,
        measure,
        score,
        min(goodness) as worst,
        max(goodness) as best
    from scores
    group by all
),

compared as (
    select
        *,
        lag(best) over (
            partition by customers, measure order by score
        ) as best_of_lower_score
    from spans
)

select * from compared
where worst <= best_of_lower_score
