with

cases as (
    select
        what as what,
        {{ days_between('earlier', 'later') }}::integer as found,
        expected
    from (
        values
        ('a leap year', date '2020-02-01', date '2020-03-01', 29),
        ('another', date '2021-02-01', date '2021-03-01', 28),
        ('backwards', date '2020-03-01', date '2020-02-29', -1),
        ('the same', date '2020-03-01', date '2020-03-01', 0),
        ('a hundred years', date '1900-01-01', date '2000-01-01', 36524),
        ('none', null, date '2020-03-01', null)
    ) as given (what, earlier, later, expected)
)

select * from cases
where found is distinct from expected
