with

segment_summary as (
    select * from {{ ref('segment_summary') }}
),

listed as (
    select generate_series(min(as_of), max(as_of), interval 1 day) as days
    from segment_summary
),

days as (
    select unnest(days)::date as date_day
    from listed
)

select * from days
order by date_day
