-- A text stays as long as it is: ß does not become two letters.
with

cases as (
    select
        value as what,
        {{ in_capitals('value') }} as found,
        expected
    from (
        values
        ('85123a', '85123A'),
        ('straße', 'STRAẞE'),
        ('été', 'ÉTÉ'),
        ('ﬁx', 'ﬁX'),
        ('ŉ', 'ŉ'),
        ('ı', 'I'),
        ('', ''),
        (null, null::string),
        ('σς', 'ΣΣ'),
        ('a b', 'A B')
    ) as given (value, expected)
)

select * from cases
where found is distinct from expected
