with

kmeans_fits as (
    select * from {{ ref('kmeans_fits') }}
),

unnested as (
    select
        segmentation,
        fit_number,
        k as chosen_k,
        unnest(candidates) as candidate,
    from kmeans_fits
),

candidates as (
    select
        segmentation,
        fit_number,
        candidate.k as k,
        candidate.inertia as inertia,
        candidate.silhouette as silhouette,
        candidate.calinski_harabasz as calinski_harabasz,
        candidate.davies_bouldin as davies_bouldin,
        candidate.smallest_share as smallest_share,
        candidate.k = chosen_k as is_chosen,
    from unnested
)

select * from candidates
order by segmentation, fit_number, k
