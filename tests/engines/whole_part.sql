with

cases as (
    select
        value as what,
        {{ whole_part('value') }} as found,
        expected
    from (
        values
        (-1.5e0, -1e0),
        (1.9999999999e0, 1e0),
        (1e15, 1e15),
        (1e20, 1e20),
        (0.3e0, 0e0),
        (-12.7e0, -12e0),
        (null, null),
        ('infinity'::double, 'infinity'::double),
        ('nan'::double, 'nan'::double)
    ) as given (value, expected)
)

select * from cases
where found is distinct from expected
