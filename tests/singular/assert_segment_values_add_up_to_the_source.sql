-- Guards that no customer's value is lost or counted twice: the values of the segments
-- and of the customers without one add up to the source's. A returned row is a
-- segmentation for which they do not.
with

segments as (
    select
        segmentation,
        sum(value_total) as value_total,
    from {{ ref('segment_summary') }}
    where value_total is not null
    group by segmentation
),

without_segment as (
    select
        unscored_customers.segmentation,
        sum(customer_values.value) as value_total,
    from {{ ref('unscored_customers') }} as unscored_customers
    inner join {{ ref('segmentation_champions') }} as segmentation_champions
        on unscored_customers.segmentation = segmentation_champions.segmentation
    inner join {{ ref('customer_values') }} as customer_values
        on
            segmentation_champions.source = customer_values.source
            and unscored_customers.customer_id = customer_values.customer_id
    group by unscored_customers.segmentation
),

sources as (
    select
        'campaign_customers' as source,
        sum(total_amount)::decimal(38, 4) as value_total,
    from {{ ref('stg_campaign_customers') }}
    union all
    select
        'retail_transactions' as source,
        sum(line_value)::decimal(38, 4) as value_total,
    from {{ ref('stg_retail_transactions') }}
)

select
    segments.segmentation,
    segments.value_total + coalesce(without_segment.value_total, 0) as found,
    sources.value_total as expected,
from segments
inner join {{ ref('segmentation_champions') }} as segmentation_champions
    on segments.segmentation = segmentation_champions.segmentation
inner join sources on segmentation_champions.source = sources.source
left join without_segment on segments.segmentation = without_segment.segmentation
where
    segments.value_total + coalesce(without_segment.value_total, 0)
    <> sources.value_total
