-- How do rule segments and clusters cross?

with

rfm_segment_crossings as (
    select * from {{ ref('rfm_segment_crossings') }}
),

segment_summary as (
    select * from {{ ref('segment_summary') }}
    where segmentation = 'retail_rfm'
),

crossed as (
    select
        rfm_segment_crossings.rfm_segment,
        rfm_segment_crossings.segment_name,
        rfm_segment_crossings.customer_count,
        rfm_segment_crossings.share_of_rfm_segment,
        rfm_segment_crossings.share_of_segment,
        100 * rfm_segment_crossings.share_of_rfm_segment
        / segment_summary.customer_share as index_to_population,
        row_number() over (
            partition by rfm_segment_crossings.rfm_segment
            order by
                rfm_segment_crossings.customer_count desc,
                rfm_segment_crossings.segment_id asc
        ) as rank_in_rfm_segment
    from rfm_segment_crossings
    inner join segment_summary
        on rfm_segment_crossings.segment_id = segment_summary.segment_id
)

select * from crossed
order by rfm_segment, rank_in_rfm_segment
