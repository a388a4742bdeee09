with

cases as (
    select
        'the last' as what,
        {{ last_by('item', 'place') }} as found,
        'c' as expected
    from (select 1 as place, 'b' as item union all select 2, 'a' union all select 3, 'c') as items
    union all
    select
        'a null is one' as what,
        {{ last_by('nullif(item, \'c\')', 'place') }} as found,
        null::string as expected
    from (select 1 as place, 'b' as item union all select 2, 'a' union all select 3, 'c') as items
)

select * from cases
where found is distinct from expected
