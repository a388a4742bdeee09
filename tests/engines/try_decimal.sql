with

cases as (
    select
        value as what,
        {{ try_decimal('value', 10, 4) }}::string as found,
        expected
    from (
        values
        ('1.23456', '1.2346'),
        ('1e3', '1000.0000'),
        ('5d', null),
        ('1_000', '1000.0000'),
        ('-.5', '-0.5000'),
        ('1000000', null),
        ('999999.99995', null),
        ('x', null),
        ('', null),
        (null, null),
        ('nan', null),
        ('0.00005', '0.0001'),
        ('-0.00005', '-0.0001'),
        (' 7 ', '7.0000'),
        ('12345678901234567890', null)
    ) as given (value, expected)
)

select * from cases
where found is distinct from expected
