{%- set message -%}
kmeans_fits.segmentation || ': fit ' || kmeans_fits.fit_number::string
                || ' was made on ' || {{ joined_text('kmeans_fits.feature_names', ', ') }}
                || ' (' || {{ joined_text('kmeans_fits.transforms', ', ') }} || '), but '
                || {{ joined_text('declared.feature_names', ', ') }}
                || ' are declared ('
                || {{ joined_text('declared.transforms', ', ') }}
                || '), and refit is never. Set refit to auto, or take the change back.'
{%- endset -%}

with

kmeans_fits as (
    select * from {{ ref('kmeans_fits') }}
),

segmentation_list as (
    select * from {{ ref('segmentation_list') }}
),

feature_list as (
    select * from {{ ref('feature_list') }}
),

declared as (
    select
        segmentation,
        {{ list_ordered('feature', 'position') }} as feature_names,
        {{ list_ordered('transform', 'position') }} as transforms
    from feature_list
    group by segmentation
),

-- With `refit: never` a champion can outlive the features it was fitted on.
checked as (
    select
        kmeans_fits.segmentation,
        segmentation_list.customers,
        segmentation_list.customers_relation,
        segmentation_list.customers_where,
        segmentation_list.as_of,
        kmeans_fits.fit_number,
        kmeans_fits.feature_names,
        kmeans_fits.transforms,
        kmeans_fits.fill_values,
        kmeans_fits.centers,
        kmeans_fits.scales,
        kmeans_fits.segment_ids,
        kmeans_fits.centroids,
        kmeans_fits.map_loadings,
        kmeans_fits.segment_silhouettes,
        kmeans_fits.rules,
        kmeans_fits.scoring_sql,
        case
            when
                kmeans_fits.feature_names = declared.feature_names
                and kmeans_fits.transforms = declared.transforms then true
            else {{ refuse(message, 'boolean') }}
        end as is_usable
    from kmeans_fits
    inner join segmentation_list
        on kmeans_fits.segmentation = segmentation_list.segmentation
    inner join declared
        on kmeans_fits.segmentation = declared.segmentation
    where kmeans_fits.status = 'champion'
)

select * from checked
