with

days as (
    select
        'a leap year' as what,
        {{ days_from("date '2020-02-28'", "date '2020-03-01'") }} as day
    union all
    select
        'one day' as what,
        {{ days_from("date '2021-12-31'", "date '2021-12-31'") }} as day
    union all
    -- The last days of one year and the first of the next.
    select
        'two years' as what,
        {{ days_from("date '2020-12-31'", "date '2021-01-01'") }} as day
),

expected as (
    select *
    from (
        values
        ('a leap year', date '2020-02-28'),
        ('a leap year', date '2020-02-29'),
        ('a leap year', date '2020-03-01'),
        ('one day', date '2021-12-31'),
        ('two years', date '2020-12-31'),
        ('two years', date '2021-01-01')
    ) as given (what, day)
)

(select * from days except all select * from expected)
union all
(select * from expected except all select * from days)
