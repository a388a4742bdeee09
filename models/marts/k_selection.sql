-- depends_on: {{ ref('segment_gate') }}
with

kmeans_fits as (
    select * from {{ ref('kmeans_fits') }}
),

unnested as (
    select
        segmentation,
        fit_number,
        k as chosen_k,
        auto_k,
        elbow_k,
        unnest(candidates, recursive := true) -- noqa: AL03
    from kmeans_fits
),

candidates as (
    select
        segmentation,
        fit_number,
        k,
        inertia,
        k = elbow_k as is_elbow,
        silhouette,
        calinski_harabasz,
        davies_bouldin,
        gap,
        gap_standard_error,
        stability,
        stability_low,
        stability >= {{ var('k_stable_from') }} as is_stable,
        smallest_share,
        is_eligible,
        rejection_reason,
        k = chosen_k as is_chosen,
        k = auto_k as is_auto_choice
    from unnested
)

select * from candidates
order by segmentation, fit_number, k
