with

cases as (
    select
        'a part' as what,
        {{ has_match("'abc'", 'b') }} as found,
        true as expected
    union all
    select
        'none' as what,
        {{ has_match("'abc'", '[0-9]') }} as found,
        false as expected
)

select * from cases
where found is distinct from expected
