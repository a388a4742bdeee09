with

kmeans_fits as (
    select * from {{ ref('kmeans_fits') }}
),

segmentation_champions as (
    select * from {{ ref('segmentation_champions') }}
),

feature_list as (
    select * from {{ ref('feature_list') }}
),

feature_statistics as (
    select * from {{ ref('feature_statistics') }}
),

-- After a refit that drift asked for, the fit that had drifted.
comparisons as (
    select
        segmentation_champions.segmentation,
        segmentation_champions.as_of,
        kmeans_fits.last_comparison
    from segmentation_champions
    inner join kmeans_fits
        on
            segmentation_champions.segmentation = kmeans_fits.segmentation
            and segmentation_champions.fit_number = kmeans_fits.fit_number
),

compared as (
    select
        comparisons.segmentation,
        comparisons.as_of,
        last_comparison.*
    from comparisons
),

drifted as (
    select
        compared.segmentation,
        feature_list.feature,
        feature_list.label,
        feature_list.unit,
        {{ list_item('compared.psi', 'feature_list.position') }} as psi,
        {{ list_item('compared.psi', 'feature_list.position') }}
        > greatest(
            {{ var('drift_threshold') }},
            {{ list_item('compared.psi_by_chance', 'feature_list.position') }}
        ) as is_drifted,
        {{ list_item('compared.psi_by_chance', 'feature_list.position') }}
            as psi_by_chance,
        {{ list_item('kmeans_fits.feature_means', 'feature_list.position') }}
            as mean_at_fit,
        feature_statistics.mean as mean_now,
        {{ list_item('kmeans_fits.bin_edges', 'feature_list.position') }} as bin_edges,
        {{ list_item('kmeans_fits.bin_shares', 'feature_list.position') }}
            as bin_shares_at_fit,
        {{ list_item('compared.bin_shares', 'feature_list.position') }}
            as bin_shares_now,
        compared.as_of,
        compared.fit_number
    from compared
    inner join kmeans_fits
        on
            compared.segmentation = kmeans_fits.segmentation
            and compared.fit_number = kmeans_fits.fit_number
    inner join feature_list on compared.segmentation = feature_list.segmentation
    inner join feature_statistics
        on
            feature_list.segmentation = feature_statistics.segmentation
            and feature_list.feature = feature_statistics.feature
)

select * from drifted
{{ keep_held_back() }}
order by segmentation, feature
