with

cases as (
    select
        what as what,
        {{ seconds_between('earlier', 'later') }} as found,
        expected
    from (
        values
        ('a day', timestamp '2020-02-29 10:00:00', timestamp '2020-03-01 10:00:00', 86400e0),
        ('backwards', timestamp '2020-01-01 10:00:01', timestamp '2020-01-01 10:00:00', -1e0),
        ('a fraction', timestamp '2020-01-01 10:00:00', timestamp '2020-01-01 10:00:00.25', 0.25e0),
        ('a hundred years', timestamp '1920-01-01 00:00:00', timestamp '2020-01-01 00:00:00.000001', 3155760000.000001e0),
        ('none', null, timestamp '2020-01-01 10:00:00', null)
    ) as given (what, earlier, later, expected)
)

select * from cases
where found is distinct from expected
