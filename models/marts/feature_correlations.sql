-- depends_on: {{ ref('segment_gate') }}
with

customer_feature_values as (
    select * from {{ ref('customer_feature_values') }}
),

segmentation_list as (
    select * from {{ ref('segmentation_list') }}
),

ranged as (
    select
        segmentation,
        position,
        min(feature_value) as low,
        max(feature_value) as high
    from customer_feature_values
    group by segmentation, position
),

-- Whole numbers, a billion to the range of a feature: their sums are exact, so that the
-- order of the rows does not matter.
scaled as (
    select
        customer_feature_values.segmentation,
        customer_feature_values.customer_id,
        customer_feature_values.position,
        customer_feature_values.feature,
        case
            when ranged.high > ranged.low
                then round(
                    (customer_feature_values.feature_value - ranged.low)
                    / (ranged.high - ranged.low) * 1e9
                )
            else 0
        end::bigint as whole_value
    from customer_feature_values
    inner join ranged
        on
            customer_feature_values.segmentation = ranged.segmentation
            and customer_feature_values.position = ranged.position
),

spread as (
    select
        segmentation,
        position,
        feature,
        count(*)::{{ whole_type() }} as customer_count,
        {{ whole_sum('whole_value') }} as total,
        count(*) * {{ whole_sum('whole_value * whole_value') }}
        - {{ whole_sum('whole_value') }} * {{ whole_sum('whole_value') }} as spread
    from scaled
    group by segmentation, position, feature
),

-- One row per customer, so that no customer is looked up for another feature.
listed as (
    select
        segmentation,
        {{ list_ordered('whole_value', 'position') }} as whole_values
    from scaled
    group by segmentation, customer_id
),

paired as (
    select
        spread.segmentation,
        spread.position,
        spread.feature,
        others.position as other_position,
        others.feature as other_feature,
        spread.customer_count,
        spread.total * others.total as product_of_totals,
        sqrt(spread.spread::double * others.spread::double) as both_spreads
    from spread
    inner join spread as others
        on
            spread.segmentation = others.segmentation
            and spread.position < others.position
),

multiplied as (
    select
        paired.segmentation,
        paired.feature,
        paired.other_feature,
        any_value(paired.customer_count)
        * {{ whole_sum(
            list_item('listed.whole_values', 'paired.position')
            ~ ' * ' ~ list_item('listed.whole_values', 'paired.other_position')
        ) }}
        - any_value(paired.product_of_totals) as shared_spread,
        any_value(paired.both_spreads) as both_spreads
    from listed
    inner join paired on listed.segmentation = paired.segmentation
    group by paired.segmentation, paired.feature, paired.other_feature
),

correlated as (
    select
        segmentation,
        feature,
        other_feature,
        -- A constant feature goes with nothing.
        shared_spread::double / nullif(both_spreads, 0) as correlation
    from multiplied
),

both_ways as (
    select * from correlated
    union all
    select
        segmentation,
        other_feature as feature,
        feature as other_feature,
        correlation
    from correlated
),

dated as (
    select
        both_ways.*,
        segmentation_list.as_of
    from both_ways
    inner join segmentation_list
        on both_ways.segmentation = segmentation_list.segmentation
)

select * from dated
{{ keep_held_back() }}
order by segmentation, feature, other_feature
