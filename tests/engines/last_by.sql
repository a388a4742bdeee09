with

cases as (
    select
        'the last' as what,
        {{ last_by('item', 'place') }} as found,
        'c' as expected
    from (values (1, 'b'), (2, 'a'), (3, 'c')) as items (place, item)
    union all
    select
        'a null is one' as what,
        {{ last_by("nullif(item, 'c')", 'place') }} as found,
        null::string as expected
    from (values (1, 'b'), (2, 'a'), (3, 'c')) as items (place, item)
    union all
    select
        'a missing place is none' as what,
        {{ last_by('item', 'nullif(place, 3)') }} as found,
        'a' as expected
    from (values (1, 'b'), (2, 'a'), (3, 'c')) as items (place, item)
    union all
    select
        'no row' as what,
        {{ last_by('item', 'place') }} as found,
        null::string as expected
    from (values (1, 'b'), (2, 'a'), (3, 'c')) as items (place, item) where place > 3
)

select * from cases
where found is distinct from expected
