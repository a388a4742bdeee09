-- Why this k, and what spoke against the others?
{% set segmentation = 'mall_demographic' %}

with

k_selection as (
    select * from {{ ref('k_selection') }}
    where segmentation = '{{ segmentation }}'
),

segmentation_fits as (
    select * from {{ ref('segmentation_fits') }}
    where
        segmentation = '{{ segmentation }}'
        and status = 'champion'
),

champion as (
    select
        k_selection.*,
        segmentation_fits.k_reason,
        max(k_selection.k) filter (
            where k_selection.is_auto_choice
        ) over () as auto_k,
        max(k_selection.silhouette) filter (
            where k_selection.is_auto_choice
        ) over () as auto_silhouette
    from k_selection
    inner join segmentation_fits
        on k_selection.fit_number = segmentation_fits.fit_number
),

-- Of the eligible the best silhouette wins, of near ties the fewest segments.
judged as (
    select
        k,
        case
            when is_chosen then 'chosen: ' || k_reason
            when rejection_reason is not null then rejection_reason
            when is_auto_choice then 'what auto takes, but another k is configured'
            when silhouette < auto_silhouette
                then
                    'silhouette ' || {{ fixed('auto_silhouette - silhouette', 3) }}
                    || ' below k = ' || auto_k
            else 'more segments than k = ' || auto_k || ' and hardly better'
        end as verdict,
        is_eligible,
        silhouette,
        stability,
        smallest_share,
        inertia,
        is_elbow,
        calinski_harabasz,
        davies_bouldin,
        gap,
        fit_number
    from champion
)

select * from judged
order by k
