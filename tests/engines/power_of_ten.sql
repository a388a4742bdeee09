with

cases as (
    select
        value as what,
        {{ power_of_ten('value') }} as found,
        expected
    from (
        values
        (-5, 1e-5),
        (0, 1e0),
        (22, 1e22),
        (300, 1e300),
        (-300, 1e-300),
        (21, 1e21),
        (-7, 1e-7),
        (null, null)
    ) as given (value, expected)
)

select * from cases
where found is distinct from expected
