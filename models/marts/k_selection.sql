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
        {{ items_in('candidates') }} as candidate
    from kmeans_fits
),

flattened as (
    select
        unnested.segmentation,
        unnested.fit_number,
        unnested.chosen_k,
        unnested.auto_k,
        unnested.elbow_k,
        candidate.*
    from unnested
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
    from flattened
)

select * from candidates
order by segmentation, fit_number, k
