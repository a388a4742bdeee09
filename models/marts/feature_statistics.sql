with

customer_feature_values as (
    select * from {{ ref('customer_feature_values') }}
),

feature_list as (
    select * from {{ ref('feature_list') }}
),

segmentation_list as (
    select * from {{ ref('segmentation_list') }}
),

rejection_summary as (
    select * from {{ ref('rejection_summary') }}
),

missing_values as (
    select * from {{ ref('missing_values') }}
),

feature_correlations as (
    select * from {{ ref('feature_correlations') }}
),

described as (
    select
        segmentation,
        feature,
        count(*) as customer_count,
        median(feature_value) as median,
        min(feature_value) as minimum,
        max(feature_value) as maximum,
        {{ quantiles(
            'feature_value', [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9]
        ) }} as deciles,
        {{ whole_unit('max(abs(feature_value))', 15) }} as unit,
        {{ whole_unit('max(feature_value) - min(feature_value)', 9) }} as squared_unit
    from customer_feature_values
    group by segmentation, feature
),

averages as (
    select
        customer_feature_values.segmentation,
        customer_feature_values.feature,
        {{ whole_sum(
            'round(customer_feature_values.feature_value * described.unit)::bigint'
        ) }}::double / (count(*) * any_value(described.unit)) as mean,
        any_value(described.squared_unit) as squared_unit
    from customer_feature_values
    inner join described
        on
            customer_feature_values.segmentation = described.segmentation
            and customer_feature_values.feature = described.feature
    group by customer_feature_values.segmentation, customer_feature_values.feature
),

-- From the mean, so that powers of what is nearly equal are not subtracted.
deviations as (
    select
        customer_feature_values.segmentation,
        customer_feature_values.feature,
        averages.mean,
        averages.squared_unit,
        round(
            (customer_feature_values.feature_value - averages.mean)
            * averages.squared_unit
        )::bigint as deviation
    from customer_feature_values
    inner join averages
        on
            customer_feature_values.segmentation = averages.segmentation
            and customer_feature_values.feature = averages.feature
),

moments as (
    select
        segmentation,
        feature,
        any_value(mean) as mean,
        any_value(squared_unit) as squared_unit,
        count(*) as customer_count,
        {{ whole_sum('deviation * deviation') }}::double / count(*) as second_moment,
        {{ whole_sum(
            '(deviation * deviation)::' ~ whole_type() ~ ' * deviation'
        ) }}::double / count(*) as third_moment
    from deviations
    group by segmentation, feature
),

-- Skewness is G1 in Joanes and Gill (1998), Comparing Measures of Sample Skewness and
-- Kurtosis: that of a sample, as pandas has it.
shaped as (
    select
        segmentation,
        feature,
        mean,
        sqrt(second_moment) / squared_unit as standard_deviation,
        case
            when customer_count > 2
                then
                    third_moment / power(nullif(second_moment, 0), 1.5)
                    * sqrt(customer_count * (customer_count - 1.0))
                    / (customer_count - 2)
        end as skewness
    from moments
),

correlated as (
    select
        segmentation,
        feature,
        {{ to_json_text(map_of(
            list_ordered('other_feature', 'other_feature'),
            list_ordered('correlation', 'other_feature')
        )) }} as correlations
    from feature_correlations
    group by all
),

-- Of rows that were set aside for it before they could be customers.
rejected as (
    select
        segmentation_list.segmentation,
        feature_list.feature,
        sum(rejection_summary.row_count) as row_count
    from segmentation_list
    inner join feature_list
        on segmentation_list.segmentation = feature_list.segmentation
    inner join rejection_summary
        on
            contains(segmentation_list.sources, '"' || rejection_summary.source || '"')
            and feature_list.feature = rejection_summary.rejected_column
            and rejection_summary.problem = 'is missing'
    group by all
),

gaps as (
    select
        feature_list.segmentation,
        feature_list.feature,
        missing_values.flagged_count + case feature_list.missing
            when 'median' then missing_values.missing_count
            else 0
        end as imputed_count,
        missing_values.missing_count
        + missing_values.flagged_count
        + coalesce(rejected.row_count, 0) as missing_count
    from feature_list
    inner join missing_values
        on
            feature_list.segmentation = missing_values.segmentation
            and feature_list.feature = missing_values.feature
    left join rejected
        on
            feature_list.segmentation = rejected.segmentation
            and feature_list.feature = rejected.feature
),

joined as (
    select
        described.segmentation,
        described.feature,
        feature_list.label,
        feature_list.unit,
        described.customer_count,
        shaped.mean,
        described.median,
        shaped.standard_deviation,
        shaped.skewness,
        described.minimum,
        {% for tenth in range(1, 10) -%}
        {{ list_item('described.deciles', tenth) }} as decile_{{ tenth }},
        {% endfor -%}
        described.maximum,
        gaps.missing_count::bigint as missing_count,
        gaps.imputed_count::bigint as imputed_count,
        correlated.correlations,
        segmentation_list.as_of
    from described
    inner join shaped
        on
            described.segmentation = shaped.segmentation
            and described.feature = shaped.feature
    inner join feature_list
        on
            described.segmentation = feature_list.segmentation
            and described.feature = feature_list.feature
    inner join segmentation_list
        on described.segmentation = segmentation_list.segmentation
    inner join gaps
        on
            described.segmentation = gaps.segmentation
            and described.feature = gaps.feature
    left join correlated
        on
            described.segmentation = correlated.segmentation
            and described.feature = correlated.feature
)

select * from joined
{{ keep_held_back() }}
order by segmentation, feature
