with

cases as (
    select
        value as what,
        {{ try_number('value') }} as found,
        expected
    from (
        values
        ('55.25', 55.25e0),
        ('1e3', 1e3),
        ('1E-3', 1e-3),
        ('5d', null),
        ('5f', null),
        ('5D', null),
        ('x', null),
        ('', null),
        ('-.5', -0.5e0),
        ('+7', 7e0),
        ('5.', 5e0),
        ('.', null),
        ('1_000', 1e3),
        ('_1', null),
        ('0x10', null),
        (' 7 ', 7e0),
        (concat('7', chr(10)), 7e0),
        ('1,5', null),
        ('NaN', 'nan'::double),
        ('inf', 'infinity'::double),
        ('-Infinity', '-infinity'::double),
        ('1e400', 'infinity'::double),
        ('٣', null),
        (null, null)
    ) as given (value, expected)
    union all
    select
        'a blank that does not break' as what,
        {{ try_number("concat('7', decode(unhex('C2A0'), 'UTF-8'))") }} as found,
        null::double as expected
)

select * from cases
where found is distinct from expected
