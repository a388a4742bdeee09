with

segment_summary as (
    select * from {{ ref('segment_summary') }}
),

spanned as (
    select
        min(as_of) as first_day,
        max(as_of) as last_day
    from segment_summary
),

days as (
    select {{ days_from('first_day', 'last_day') }} as date_day
    from spanned
)

select * from days
order by date_day
