with

cases as (
    select
        'all of it' as what,
        {{ is_match("'ab'", 'a|ab') }} as found,
        true as expected
    union all
    select
        'not a part' as what,
        {{ is_match("'abc'", 'a|ab') }} as found,
        false as expected
    union all
    select
        'not before a line end' as what,
        {{ is_match("concat('ab', chr(10))", 'ab') }} as found,
        false as expected
    union all
    select
        'null stays null' as what,
        {{ is_match('null::string', 'a') }} as found,
        null::boolean as expected
    union all
    select
        'a backslash is one' as what,
        {{ is_match("'a.b'", 'a[.]b') }} as found,
        true as expected
    union all
    select
        'case may not matter' as what,
        {{ is_match("'NaN'", '(?i)nan|null') }} as found,
        true as expected
)

select * from cases
where found is distinct from expected
