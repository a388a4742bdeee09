-- With $1 for Java's \1, and the other way round, the first would be 1: two customers in one.
with

cases as (
    select
        'a group' as what,
        {{ replace_match("'17850.0'", '^([0-9]+)[.]0+$', '\\1') }} as found,
        '17850' as expected
    union all
    select
        'every match' as what,
        {{ replace_match("'1.2.3'", '[.]', '') }} as found,
        '123' as expected
    union all
    select
        'no match' as what,
        {{ replace_match("'x'", '[.]', '') }} as found,
        'x' as expected
)

select * from cases
where found is distinct from expected
