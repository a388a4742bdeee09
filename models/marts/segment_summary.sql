with

customer_segments as (
    select * from {{ ref('customer_segments') }}
),

segmentation_champions as (
    select * from {{ ref('segmentation_champions') }}
),

customer_values as (
    select * from {{ ref('customer_values') }}
),

segment_rules as (
    select * from {{ ref('segment_rules') }}
),

segment_plays as (
    select * from {{ ref('segment_plays') }}
),

segment_descriptions as (
    select * from {{ ref('segment_descriptions') }}
),

segment_responses as (
    select * from {{ ref('segment_responses') }}
),

positions as (
    select
        *,
        {{ positions_in('segment_ids') }} as position
    from segmentation_champions
),

centroids as (
    select
        segmentation,
        {{ list_item('segment_ids', 'position') }} as segment_id,
        {{ list_item('centroids', 'position') }} as centroid,
        {{ list_item('segment_silhouettes', 'position') }} as silhouette,
        map_loadings
    from positions
),

counted as (
    select
        customer_segments.segmentation,
        customer_segments.segment_id,
        customer_segments.segment_name,
        count(*) as customer_count,
        count(*) filter (where customer_segments.is_borderline) as borderline_count,
        {{ any_known('customer_values.measure') }} as value_measure,
        {{ any_known('customer_values.unit') }} as value_unit,
        {{ any_known('customer_values.is_additive') }} as is_additive,
        sum(customer_values.value) as value_sum,
        {{ median_of_decimals('customer_values.value', 4) }} as value_median,
        count(customer_values.value) as valued_count,
        customer_segments.as_of,
        customer_segments.fit_number
    from customer_segments
    inner join segmentation_champions
        on customer_segments.segmentation = segmentation_champions.segmentation
    left join customer_values
        on
            segmentation_champions.customers = customer_values.customers
            and customer_segments.customer_id = customer_values.customer_id
    group by all
),

-- The campaign that each segment answered best.
best_responses as (
    select * from segment_responses
    qualify
        row_number() over (
            partition by segmentation, segment_id
            order by response_rate desc, campaign asc
        ) = 1
),

joined as (
    select
        counted.*,
        segment_descriptions.description,
        segment_rules.rule,
        segment_rules.rule_sql,
        segment_rules.rule_precision,
        segment_rules.rule_coverage,
        segment_rules.rule_branches,
        segment_rules.rule_branch_coverages,
        segment_rules.held_out_precision,
        segment_rules.held_out_coverage,
        segment_plays.goal,
        segment_plays.recommended_action,
        segment_plays.channel,
        segment_plays.caution,
        segment_plays.risk,
        segment_plays.override_reason,
        segment_plays.override_author,
        best_responses.campaign as best_campaign,
        best_responses.response_rate as best_response_rate,
        best_responses.response_rate_low as best_response_rate_low,
        best_responses.response_rate_high as best_response_rate_high,
        best_responses.lift as best_lift,
        centroids.silhouette,
        {{ dot_product(
            'centroids.centroid', list_item('centroids.map_loadings', 1)
        ) }} as map_x,
        {{ dot_product(
            'centroids.centroid', list_item('centroids.map_loadings', 2)
        ) }} as map_y
    from counted
    inner join centroids
        on
            counted.segmentation = centroids.segmentation
            and counted.segment_id = centroids.segment_id
    inner join segment_plays
        on
            counted.segmentation = segment_plays.segmentation
            and counted.segment_id = segment_plays.segment_id
    inner join segment_descriptions
        on
            counted.segmentation = segment_descriptions.segmentation
            and counted.segment_id = segment_descriptions.segment_id
    left join segment_rules
        on
            counted.segmentation = segment_rules.segmentation
            and counted.segment_id = segment_rules.segment_id
    left join best_responses
        on
            counted.segmentation = best_responses.segmentation
            and counted.segment_id = best_responses.segment_id
),

shared as (
    select
        *,
        customer_count / sum(customer_count) over segmentations as customer_share,
        value_sum::double
        / (sum(value_sum) over segmentations)::double as share_of_value
    from joined
    window segmentations as (partition by segmentation)
),

ranked as (
    select
        *,
        row_number() over (
            partition by segmentation
            order by
                coalesce(share_of_value, customer_share) * risk desc, segment_id asc
        )::integer as priority
    from shared
),

summarised as (
    select
        segmentation,
        segment_id,
        segment_name,
        customer_count,
        customer_share,
        description,
        goal,
        recommended_action,
        channel,
        caution,
        risk,
        priority,
        override_reason,
        override_author,
        value_measure,
        value_unit,
        case when is_additive then value_sum end as value_total,
        case when is_additive then share_of_value end as value_share,
        value_sum::double / nullif(valued_count, 0) as value_per_customer,
        value_median,
        best_campaign,
        best_response_rate,
        best_response_rate_low,
        best_response_rate_high,
        best_lift,
        rule,
        rule_sql,
        rule_precision,
        rule_coverage,
        rule_branches,
        rule_branch_coverages,
        held_out_precision,
        held_out_coverage,
        silhouette,
        borderline_count / customer_count as borderline_share,
        map_x,
        map_y,
        as_of,
        fit_number
    from ranked
)

select * from summarised
{{ keep_held_back() }}
order by segmentation, segment_id
