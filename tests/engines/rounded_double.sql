-- Of the product, as it is held: 1.005 is less than it looks, and 2.675 is
-- not once it is multiplied.
with

cases as (
    select
        value as what,
        {{ rounded_double('value', 2) }} as found,
        expected
    from (
        values
        (1.005e0, 1.0e0),
        (-1.005e0, -1.0e0),
        (0.285e0, 0.28e0),
        (2.675e0, 2.68e0),
        (0.125e0, 0.13e0),
        (-0.125e0, -0.13e0),
        (1e15, 1e15),
        (1234567.125e0, 1234567.13e0),
        (null, null),
        ('nan'::double, 'nan'::double),
        ('infinity'::double, 'infinity'::double),
        (0.1e0, 0.1e0),
        (1e300, 1e300),
        (-1e-9, -0e0)
    ) as given (value, expected)
)

select * from cases
where found is distinct from expected
