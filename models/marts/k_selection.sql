with

kmeans_fits as (
    select * from {{ ref('kmeans_fits') }}
),

unnested as (
    select
        segmentation,
        fit_number,
        k as chosen_k,
        unnest(candidates, recursive := true), -- noqa: AL03
    from kmeans_fits
),

candidates as (
    select
        segmentation,
        fit_number,
        k,
        inertia,
        silhouette,
        calinski_harabasz,
        davies_bouldin,
        smallest_share,
        k = chosen_k as is_chosen,
    from unnested
)

select * from candidates
order by segmentation, fit_number, k
