-- Which segments carry most of the value?
{% set segmentation = 'retail_rfm' %}

with

segment_summary as (
    select * from {{ ref('segment_summary') }}
    where segmentation = '{{ segmentation }}'
),

accumulated as (
    select
        segment_name,
        customer_count,
        customer_share,
        value_measure,
        value_unit,
        value_total,
        value_share,
        value_per_customer,
        sum(customer_share) over largest_first as cumulative_customer_share,
        sum(value_share) over largest_first as cumulative_value_share
    from segment_summary
    window largest_first as (
        order by value_share desc, segment_id asc
        rows unbounded preceding
    )
)

select * from accumulated
order by cumulative_customer_share
