with

cases as (
    select
        'the first' as what,
        {{ list_item(list_of(['7', '8']), 1) }} as found,
        7 as expected
    union all
    select
        'the last' as what,
        {{ list_item(list_of(['7', '8']), 2) }} as found,
        8 as expected
    union all
    select
        'none beyond the end' as what,
        {{ list_item(list_of(['7', '8']), 3) }} as found,
        null as expected
    union all
    select
        'by a column' as what,
        {{ list_item(list_of(['7', '8']), 'place') }} as found,
        8 as expected
    from (select 2 as place) as places
    union all
    select
        'by what is missing' as what,
        {{ list_item(list_of(['7', '8']), 'place') }} as found,
        null as expected
    from (select null::integer as place) as places
    union all
    select
        'of a list that is missing' as what,
        {{ list_item('list', 1) }} as found,
        null as expected
    from (select null::{{ list_type('integer') }} as list) as lists
    union all
    select
        'by where another is' as what,
        {{ list_item(list_of(['7', '8']), 'array_position(' ~ list_of(["'a'", "'b'"]) ~ ", 'b')") }} as found,
        8 as expected
)

select * from cases
where found is distinct from expected
