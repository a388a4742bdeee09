-- depends_on: {{ ref('segment_gate') }}
with

customer_feature_values as (
    select * from {{ ref('customer_feature_values') }}
),

segmentation_list as (
    select * from {{ ref('segmentation_list') }}
),

paired as (
    select
        one.segmentation,
        one.feature,
        other.feature as other_feature,
        -- In a fixed order: the last bits depend on it.
        corr(
            one.feature_value, other.feature_value
            order by one.feature_value, other.feature_value
        ) as correlation,
    from customer_feature_values as one
    inner join customer_feature_values as other
        on
            one.segmentation = other.segmentation
            and one.customer_id = other.customer_id
            and one.position <> other.position
    group by all
),

defined as (
    select
        paired.segmentation,
        paired.feature,
        paired.other_feature,
        -- A constant feature goes with nothing.
        case
            when isfinite(paired.correlation) then paired.correlation
        end as correlation,
        segmentation_list.as_of,
    from paired
    inner join segmentation_list
        on paired.segmentation = segmentation_list.segmentation
)

select * from defined
{{ keep_held_back() }}
order by segmentation, feature, other_feature
