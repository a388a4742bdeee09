with

cases as (
    select
        value as what,
        {{ three_digits('value') }} as found,
        expected
    from (
        values
        (0e0, '0'),
        (1e0, '1'),
        (1.005e0, '1'),
        (0.125e0, '0.125'),
        (1.235e0, '1.24'),
        (12.35e0, '12.3'),
        (99.94e0, '99.9'),
        (99.95e0, '100'),
        (100e0, '100'),
        (999.4e0, '999'),
        (999.6e0, '1,000'),
        (1234567.5e0, '1,234,568'),
        (0.0001234e0, '0.000123'),
        (0.00001234e0, '1.23e-05'),
        (-2.5e0, '-2.5'),
        (-1234.4e0, '-1,234'),
        (1e7, '10,000,000'),
        (2.5e0, '2.5'),
        (0.5e0, '0.5'),
        (1234.5e0, '1,234'),
        (1235.5e0, '1,236'),
        (null, null)
    ) as given (value, expected)
)

select * from cases
where found is distinct from expected
