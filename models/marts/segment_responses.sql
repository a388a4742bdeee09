{% set threshold = var('small_cell_threshold') -%}
with

customer_segments as (
    select * from {{ ref('customer_segments') }}
),

segmentation_list as (
    select * from {{ ref('segmentation_list') }}
),

customer_responses as (
    select * from {{ ref('customer_responses') }}
),

counted as (
    select
        customer_segments.segmentation,
        customer_segments.segment_id,
        customer_segments.segment_name,
        customer_responses.campaign,
        count(*) as customer_count,
        count(*) filter (where customer_responses.is_accepted) as response_count,
        customer_segments.as_of,
        customer_segments.fit_number
    from customer_segments
    inner join segmentation_list
        on customer_segments.segmentation = segmentation_list.segmentation
    inner join customer_responses
        on
            segmentation_list.customers = customer_responses.customers
            and customer_segments.customer_id = customer_responses.customer_id
    group by all
),

rated as (
    select
        *,
        response_count / customer_count as response_rate,
        sum(response_count) over campaigns
        / sum(customer_count) over campaigns as population_rate
    from counted
    window campaigns as (partition by segmentation, campaign)
),

{% if threshold -%}
smallest_counts as (
    select
        *,
        customer_count - response_count as refusal_count,
        least(nullif(response_count, 0), nullif(refusal_count, 0)) as smallest_count
    from rated
),

ranked as (
    select
        *,
        dense_rank() over (
            order by smallest_count asc, segment_id asc
        ) as suppression_rank
    from smallest_counts
),

-- What is left out of a campaign follows, as a sum, from the lift of what is shown. It
-- is enough to leave out up to here if neither that sum nor a row shown is small.
judged as (
    select
        *,
        least(
            nullif(sum(response_count) over campaigns, 0),
            nullif(sum(refusal_count) over campaigns, 0),
            lead(smallest_count) over campaigns
        ) >= {{ threshold }} as is_enough
    from ranked
    window
        campaigns as (partition by segmentation, campaign order by suppression_rank asc)
),

released as (
    select * from judged
    window campaigns as (partition by segmentation, campaign)
    qualify
        min(smallest_count) over campaigns >= {{ threshold }}
        or suppression_rank
        > min(suppression_rank) filter (where is_enough) over campaigns
),

{% endif -%}
bounded as (
    select
        segmentation,
        segment_id,
        segment_name,
        campaign,
        customer_count,
        response_count,
        response_rate,
        {{ wilson_bound('low', 'response_count', 'customer_count') }}
            as response_rate_low,
        {{ wilson_bound('high', 'response_count', 'customer_count') }}
            as response_rate_high,
        response_rate / nullif(population_rate, 0) as lift,
        as_of,
        fit_number
    from {{ 'released' if threshold else 'rated' }}
)

select * from bounded
{{ keep_held_back() }}
order by segmentation, segment_id, campaign
