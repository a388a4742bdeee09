-- Halves that a double holds go to the even one; any other is above or below.
with

cases as (
    select
        what as what,
        {{ fixed('value', 1) }} as found,
        expected
    from (
        values
        ('a half goes to the even one', 0.25e0, '0.2'),
        ('and up', 0.75e0, '0.8'),
        ('as it is held: above', 0.45e0, '0.5'),
        ('as it is held: below', 0.35e0, '0.3'),
        ('a thousand has no comma', 1234567.25e0, '1234567.2'),
        ('below zero', -2.56e0, '-2.6'),
        ('less than nothing', -0.04e0, '-0.0'),
        ('whole', 12e0, '12.0'),
        ('no number', null::double, null::string),
        ('no exponent', 1e7, '10000000.0'),
        ('a hundred trillions', 1e14, '100000000000000.0')
    ) as given (what, value, expected)
)

select * from cases
where found is distinct from expected
