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
        {{ joined_text('feature_names', ', ') }} as feature_names,
        {{ joined_text('transforms', ', ') }} as transforms,
        k,
        auto_k,
        k_reason,
        inertia,
        silhouette,
        stability,
        {{ joined_text('segment_ids', ', ') }} as segment_ids,
        {{ joined_text('kept_segment_ids', ', ') }} as kept_segment_ids,
        {{ joined_text('born_segment_ids', ', ') }} as born_segment_ids,
        {{ joined_text('retired_segment_ids', ', ') }} as retired_segment_ids,
        kept_customer_share,
        {{ list_highest('drift_at_decision') }} as largest_psi_at_decision,
        scoring_sql,
        scoring_sql_spark,
        scoring_sql_bigquery,
        scoring_sql_snowflake
    from kmeans_fits
)

select * from flattened
order by segmentation, fit_number
