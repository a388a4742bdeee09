-- depends_on: {{ ref('segment_gate') }}
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
        rejection_reason,
        refit_cause,
        refit_reason,
        customer_count,
        fitted_count,
        array_to_string(feature_names, ', ') as feature_names,
        array_to_string(transforms, ', ') as transforms,
        k,
        auto_k,
        k_reason,
        inertia,
        silhouette,
        stability,
        array_to_string(segment_ids, ', ') as segment_ids,
        array_to_string(kept_segment_ids, ', ') as kept_segment_ids,
        array_to_string(born_segment_ids, ', ') as born_segment_ids,
        array_to_string(retired_segment_ids, ', ') as retired_segment_ids,
        kept_customer_share,
        list_max(drift_at_decision) as largest_psi_at_decision,
        scoring_sql,
        scoring_sql_spark,
        scoring_sql_bigquery,
        scoring_sql_snowflake
    from kmeans_fits
)

select * from flattened
order by segmentation, fit_number
