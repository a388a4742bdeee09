with

cases as (
    select
        what as what,
        {{ replace_first('value', '[.]([0-9])', ' \\1$') }} as found,
        expected
    from (
        values
        ('the first alone', 'a.1.2', 'a 1$.2'),
        ('none', 'a.b', 'a.b'),
        ('behind a line end', concat('a', chr(10), '.1'), concat('a', chr(10), ' 1$')),
        ('nothing', null, null::string),
        ('empty', '', ''),
        ('at the start', '.1', ' 1$')
    ) as given (what, value, expected)
)

select * from cases
where found is distinct from expected
