-- Is the model still about these customers?
{% set watch_from = 0.1 %}

with

feature_drift as (
    select * from {{ ref('feature_drift') }}
),

judged as (
    select
        segmentation,
        label,
        unit,
        psi,
        case
            when is_drifted then 'drifted'
            when psi >= {{ watch_from }} then 'watch'
            else 'stable'
        end as verdict,
        mean_at_fit,
        mean_now,
        round(
            100 * (mean_now - mean_at_fit) / nullif(abs(mean_at_fit), 0), 1
        ) as change_percent,
        as_of,
        fit_number
    from feature_drift
)

select * from judged
order by psi desc, segmentation asc, label asc
