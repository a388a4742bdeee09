with

cases as (
    select
        'not the null that comes first' as what,
        {{ any_known('item') }} as found,
        'x' as expected
    from (values (null), ('x')) as items (item)
    union all
    select
        'nothing is known' as what,
        {{ any_known('item') }} as found,
        null::string as expected
    from (values (null::string), (null)) as items (item)
    union all
    select
        'no row' as what,
        {{ any_known('item') }} as found,
        null::string as expected
    from (values ('x')) as items (item) where item = 'y'
)

select * from cases
where found is distinct from expected
