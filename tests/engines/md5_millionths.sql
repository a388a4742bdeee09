with

cases as (
    select
        value as what,
        ({{ md5_millionths('value') }})::integer as found,
        expected
    from (
        values
        ('a', 621772),
        ('', 480276),
        ('17850', 643563),
        ('é-x', 233290),
        (null, null::integer)
    ) as given (value, expected)
)

select * from cases
where found is distinct from expected
