with

cases as (
    select
        'the first two' as what,
        {{ joined_text(first_items(list_of(['1', '2', '3']), 2), '-') }} as found,
        '1-2' as expected
    union all
    select
        'all that there are' as what,
        {{ joined_text(first_items(list_of(['1', '2']), 3), '-') }} as found,
        '1-2' as expected
    union all
    select
        'of an empty one' as what,
        {{ joined_text(first_items('list', 3), '-') }} as found,
        '' as expected
    from (select {{ list_of([]) }}::{{ list_type('integer') }} as list) as given
    union all
    select
        'of none' as what,
        {{ joined_text(first_items('list', 3), '-') }} as found,
        null::string as expected
    from (select null::{{ list_type('integer') }} as list) as given
)

select * from cases
where found is distinct from expected
