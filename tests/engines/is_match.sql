with

cases as (
    select
        value as what,
        {{ is_match('value', 'a|ab|(?i)nan') }} as found,
        expected
    from (
        values
        ('ab', true),
        ('abc', false),
        ('ba', false),
        (concat('ab', chr(10)), false),
        (concat('ab', chr(13)), false),
        ('NaN', true),
        ('', false),
        (null, null)
    ) as given (value, expected)
)

select * from cases
where found is distinct from expected
