with

kmeans_fits as (
    select * from {{ ref('kmeans_fits') }}
),

flattened as (
    select
        segmentation,
        fit_number,
        fitted_at,
        status,
        refit_reason,
        customer_count,
        array_to_string(feature_names, ', ') as feature_names,
        k,
        inertia,
        silhouette,
        scoring_sql,
    from kmeans_fits
)

select * from flattened
order by segmentation, fit_number
