with

customer_features as (
    select * from {{ ref('customer_features') }}
),

feature_list as (
    select * from {{ ref('feature_list') }}
),

unnested as (
    select
        segmentation,
        customer_id,
        generate_subscripts(features, 1) as position,
        unnest(features) as feature_value,
    from customer_features
),

named as (
    select
        unnested.segmentation,
        unnested.customer_id,
        feature_list.position,
        feature_list.feature,
        unnested.feature_value,
        {{ transformed('unnested.feature_value', 'feature_list.transform') }}
            as transformed_value,
    from unnested
    inner join feature_list
        on
            unnested.segmentation = feature_list.segmentation
            and unnested.position = feature_list.position
)

select * from named
