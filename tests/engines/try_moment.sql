with

cases as (
    select
        value as what,
        {{ try_moment('value') }}::string as found,
        expected
    from (
        values
        ('2020-02-29', '2020-02-29 00:00:00'),
        ('2020-02-29 10:20', '2020-02-29 10:20:00'),
        ('2020-02-29T10:20:30', '2020-02-29 10:20:30'),
        ('2010', null),
        ('2021-02-29', null),
        ('x', null),
        ('', null)
    ) as given (value, expected)
)

select * from cases
where found is distinct from expected
