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
        customer_segments.fit_number,
    from customer_segments
    inner join segmentation_list
        on customer_segments.segmentation = segmentation_list.segmentation
    inner join customer_responses
        on
            segmentation_list.source = customer_responses.source
            and customer_segments.customer_id = customer_responses.customer_id
    group by all
),

rated as (
    select
        *,
        response_count / customer_count as response_rate,
        sum(response_count) over campaigns
        / sum(customer_count) over campaigns as population_rate,
    from counted
    window campaigns as (partition by segmentation, campaign)
),

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
        fit_number,
    from rated
)

select * from bounded
order by segmentation, segment_id, campaign
