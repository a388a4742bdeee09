with

cases as (
    select
        value as what,
        {{ has_match('value', '^[0-9]+[.]|b\\d') }} as found,
        expected
    from (
        values
        ('12.x', true),
        ('x12.', false),
        ('ab1c', true),
        ('', false),
        (null, null),
        (concat('a', chr(10), 'b2'), true)
    ) as given (value, expected)
)

select * from cases
where found is distinct from expected
