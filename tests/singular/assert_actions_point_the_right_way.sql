-- Guards the direction of what is recommended: a win-back never goes to the most
-- recent buyers, nor an upsell to the segment that spends most. A returned row is a
-- segment for which it does.
with

segment_summary as (
    select * from {{ ref('segment_summary') }}
),

recencies as (
    select
        segmentation,
        segment_id,
        segment_mean = min(segment_mean) over (
            partition by segmentation
        ) as is_most_recent
    from {{ ref('segment_profiles') }}
    where feature = 'recency_days'
),

compared as (
    select
        segment_summary.segmentation,
        segment_summary.segment_id,
        segment_summary.segment_name,
        segment_summary.goal,
        recencies.is_most_recent,
        segment_summary.value_per_customer = max(segment_summary.value_per_customer)
            over (partition by segment_summary.segmentation) as is_top_spender
    from segment_summary
    left join recencies
        on
            segment_summary.segmentation = recencies.segmentation
            and segment_summary.segment_id = recencies.segment_id
)

select * from compared
where
    (goal = 'win_back' and is_most_recent)
    or (goal = 'upsell' and is_top_spender)
