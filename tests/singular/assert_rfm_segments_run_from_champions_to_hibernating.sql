{{ config(severity='warn') }}
-- Guards that the rule segments mean what they are called: from champions over loyal
-- customers to hibernating ones the median customer bought longer ago and spent less.
-- The segments in between trade one for the other. A returned row is a segment that is
-- no worse than the one before: a warning, as of unusual customers it may be true.
with

medians as (
    select
        customers,
        rfm_segment,
        case rfm_segment
            when 'champions' then 1
            when 'loyal customers' then 2
            when 'hibernating' then 3
        end as place,
        median(recency_days) as recency_days,
        median(monetary) as monetary
    from {{ ref('rfm_segments') }}
    group by all
),

compared as (
    select
        *,
        lag(recency_days) over (
            partition by customers order by place
        ) as recency_before,
        lag(monetary) over (
            partition by customers order by place
        ) as monetary_before
    from medians
    where place is not null
)

select * from compared
where recency_days <= recency_before or monetary >= monetary_before
