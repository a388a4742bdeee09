-- With $1 for Java's \1, and the other way round, the first would be 1: two customers in one.
with

cases as (
    select
        what as what,
        {{ replace_match('value', '([0-9])[.]0+|;', '\\1$') }} as found,
        expected
    from (
        values
        ('every match', '7.0 8.00', '7$ 8$'),
        ('a group that took no part', 'a;b', 'a$b'),
        ('none', 'a.b', 'a.b'),
        ('nothing', null, null::string),
        ('a line end', concat('7.0', chr(10), '1'), concat('7$', chr(10), '1'))
    ) as given (what, value, expected)
)

select * from cases
where found is distinct from expected
