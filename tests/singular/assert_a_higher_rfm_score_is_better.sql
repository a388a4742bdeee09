-- Guards the direction of the scores: turned round, the worst customers would be
-- called champions. A returned row is a score whose values do not lie wholly on the
-- better side of the next lower score's.
with

scores as (
    select
        'recency' as measure,
        r_score as score,
        -recency_days as goodness,
    from {{ ref('rfm_segments') }}
    union all
    select
        'frequency' as measure,
        f_score as score,
        frequency as goodness,
    from {{ ref('rfm_segments') }}
    union all
    select
        'monetary' as measure,
        m_score as score,
        monetary as goodness,
    from {{ ref('rfm_segments') }}
),

spans as (
    select
        measure,
        score,
        min(goodness) as worst,
        max(goodness) as best,
    from scores
    group by all
),

compared as (
    select
        *,
        lag(best) over (partition by measure order by score) as best_of_lower_score,
    from spans
)

select * from compared
where worst <= best_of_lower_score
