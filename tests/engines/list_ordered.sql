with

cases as (
    select
        'in an order' as what,
        {{ joined_text(list_ordered('item', 'place'), '') }} as found,
        'bac' as expected
    from (values (1, 'b'), (2, 'a'), (3, 'c')) as items (place, item)
    union all
    select
        'by itself' as what,
        {{ joined_text(list_ordered('item', 'item'), '') }} as found,
        'abc' as expected
    from (values (1, 'b'), (2, 'a'), (3, 'c')) as items (place, item)
    union all
    select
        'a null stays in its place' as what,
        {{ list_item(list_ordered("nullif(item, 'a')", 'place'), 3) }} as found,
        'c' as expected
    from (values (1, 'b'), (2, 'a'), (3, 'c')) as items (place, item)
    union all
    select
        'and is one' as what,
        cardinality({{ list_ordered("nullif(item, 'a')", 'place') }})::string as found,
        '3' as expected
    from (values (1, 'b'), (2, 'a'), (3, 'c')) as items (place, item)
    union all
    select
        'what has no place is last' as what,
        {{ joined_text(list_ordered('item', 'nullif(place, 1)'), '') }} as found,
        'acb' as expected
    from (values (1, 'b'), (2, 'a'), (3, 'c')) as items (place, item)
)

select * from cases
where found is distinct from expected
