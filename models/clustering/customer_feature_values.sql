with

customer_features as (
    select * from {{ ref('customer_features') }}
),

feature_list as (
    select * from {{ ref('feature_list') }}
),

segmentation_champions as (
    select * from {{ ref('segmentation_champions') }}
),

unnested as (
    select
        segmentation,
        customer_id,
        {{ numbered_items('features', 'position', 'feature_value') }}
    from customer_features
),

filled as (
    select
        unnested.segmentation,
        unnested.customer_id,
        feature_list.position,
        feature_list.feature,
        feature_list.transform,
        coalesce(
            unnested.feature_value,
            {{ list_item('segmentation_champions.fill_values', 'unnested.position') }}
        ) as feature_value
    from unnested
    inner join feature_list
        on
            unnested.segmentation = feature_list.segmentation
            and unnested.position = feature_list.position
    inner join segmentation_champions
        on unnested.segmentation = segmentation_champions.segmentation
),

named as (
    select
        segmentation,
        customer_id,
        position,
        feature,
        feature_value,
        {{ transformed('feature_value', 'transform') }} as transformed_value
    from filled
)

select * from named
