with

cases as (
    select
        'in an order' as what,
        {{ joined_text(list_ordered('item', 'place'), '') }} as found,
        'bac' as expected
    from (select 1 as place, 'b' as item union all select 2, 'a' union all select 3, 'c') as items
    union all
    select
        'a null stays in its place' as what,
        cardinality({{ list_ordered('nullif(item, \'a\')', 'place') }})::string as found,
        '3' as expected
    from (select 1 as place, 'b' as item union all select 2, 'a' union all select 3, 'c') as items
)

select * from cases
where found is distinct from expected
