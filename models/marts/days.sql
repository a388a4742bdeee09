with

segment_summary as (
    select * from {{ ref('segment_summary') }}
),

days as (
    select unnest(
        generate_series(min(as_of), max(as_of), interval 1 day)
    )::date as date_day
    from segment_summary
)

select * from days
order by date_day
