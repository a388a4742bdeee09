with

customer_feature_values as (
    select * from {{ ref('customer_feature_values') }}
),

kmeans_assignments as (
    select * from {{ ref('kmeans_assignments') }}
),

feature_list as (
    select * from {{ ref('feature_list') }}
),

assigned_values as (
    select
        customer_feature_values.segmentation,
        kmeans_assignments.segment_id,
        customer_feature_values.position,
        customer_feature_values.feature_value,
        customer_feature_values.transformed_value
    from customer_feature_values
    inner join kmeans_assignments
        on
            customer_feature_values.segmentation = kmeans_assignments.segmentation
            and customer_feature_values.customer_id = kmeans_assignments.customer_id
    where kmeans_assignments.segment_id is not null
),

ranged as (
    select
        segmentation,
        position,
        {{ whole_unit('max(abs(feature_value))', 15) }} as unit,
        min(transformed_value) as transformed_low,
        {{ whole_unit('max(abs(transformed_value))', 15) }} as transformed_unit,
        {{ whole_unit('max(transformed_value) - min(transformed_value)', 9) }}
            as squared_unit
    from assigned_values
    group by all
),

whole as (
    select
        assigned_values.segmentation,
        assigned_values.segment_id,
        assigned_values.position,
        assigned_values.feature_value,
        ranged.unit,
        ranged.transformed_unit,
        ranged.squared_unit,
        round(assigned_values.feature_value * ranged.unit)::bigint as whole_value,
        round(
            assigned_values.transformed_value * ranged.transformed_unit
        )::bigint as whole_transformed,
        round(
            (assigned_values.transformed_value - ranged.transformed_low)
            * ranged.squared_unit
        )::bigint as above_low
    from assigned_values
    inner join ranged
        on
            assigned_values.segmentation = ranged.segmentation
            and assigned_values.position = ranged.position
),

summed as (
    select
        segmentation,
        segment_id,
        position,
        any_value(unit) as unit,
        any_value(transformed_unit) as transformed_unit,
        any_value(squared_unit) as squared_unit,
        count(*)::{{ whole_type() }} as customer_count,
        {{ whole_sum('whole_value') }} as total,
        {{ whole_sum('whole_transformed') }} as transformed_total,
        {{ whole_sum('above_low') }} as above_low_total,
        {{ whole_sum('above_low * above_low') }} as squares_total,
        median(feature_value) as segment_median,
        {{ quantiles_of_values(
            'feature_value', ['1 / 12', '1 / 6', '5 / 6', '11 / 12']
        ) }} as quantiles,
        min(feature_value) as lowest,
        max(feature_value) as highest
    from whole
    group by segmentation, segment_id, position
),

populations as (
    select
        segmentation,
        position,
        sum(total)::double
        / (sum(customer_count) * any_value(unit)) as population_mean,
        sum(transformed_total)::double
        / (sum(customer_count) * any_value(transformed_unit)) as transformed_mean,
        sqrt((
            sum(customer_count) * sum(squares_total)
            - sum(above_low_total) * sum(above_low_total)
        )::double)
        / (sum(customer_count) * any_value(squared_unit)) as transformed_stddev,
        min(lowest) as lowest,
        max(highest) as highest
    from summed
    group by segmentation, position
),

segments as (
    select
        segmentation,
        segment_id,
        position,
        total::double / (customer_count * unit) as segment_mean,
        segment_median,
        quantiles,
        transformed_total::double
        / (customer_count * transformed_unit) as transformed_mean
    from summed
),

compared as (
    select
        segments.segmentation,
        segments.segment_id,
        segments.position,
        segments.segment_mean,
        segments.segment_median,
        segments.quantiles,
        populations.lowest,
        populations.highest,
        feature_list.feature,
        feature_list.label,
        feature_list.unit,
        feature_list.levels,
        populations.population_mean,
        -- On the scale that K-Means works on: in the units of a long-tailed feature a
        -- few customers would stretch the standard deviation until no segment stands
        -- out. A constant feature sets no segment apart.
        coalesce(
            (segments.transformed_mean - populations.transformed_mean)
            / nullif(populations.transformed_stddev, 0),
            0
        ) as z_score,
        100 * segments.segment_mean
        / nullif(populations.population_mean, 0) as index_to_population
    from segments
    inner join populations
        on
            segments.segmentation = populations.segmentation
            and segments.position = populations.position
    inner join feature_list
        on
            segments.segmentation = feature_list.segmentation
            and segments.position = feature_list.position
),

ranked as (
    select
        *,
        row_number() over (
            partition by segmentation, segment_id
            order by abs(z_score) desc, position asc
        )::integer as importance_rank,
        {{ level('z_score') }} as level
    from compared
),

-- Outside of it is a sixth of the segment at most, so more than half are within those
-- of three features. What is above the average has no upper end, and the other way
-- round. Rounded outwards, it stays true.
ends as (
    select
        {{ all_but(['quantiles', 'level']) }},
        case level
            when 2 then {{ rounded_down(list_item('quantiles', 1)) }}
            when 3 then {{ rounded_down(list_item('quantiles', 2)) }}
        end as low_end,
        case level
            when 1 then 0 - {{ rounded_down('-' ~ list_item('quantiles', 3)) }}
            when 2 then 0 - {{ rounded_down('-' ~ list_item('quantiles', 4)) }}
        end as high_end
    from ranked
),

-- At the end of all values there is one value left.
ranged_segments as (
    select
        {{ all_but(['lowest', 'highest', 'low_end', 'high_end']) }},
        case
            when high_end <= lowest then coalesce(low_end, high_end) else low_end
        end as typical_low,
        case
            when low_end >= highest then coalesce(high_end, low_end) else high_end
        end as typical_high
    from ends
)

select * from ranged_segments
