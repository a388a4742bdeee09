with

cases as (
    select
        'in an order' as what,
        {{ text_list('item', ', ', 'place') }} as found,
        'b, a, c' as expected
    from (select 1 as place, 'b' as item union all select 2, 'a' union all select 3, 'c') as items
    union all
    select
        'downwards' as what,
        {{ text_list('item', '', 'place desc') }} as found,
        'cab' as expected
    from (select 1 as place, 'b' as item union all select 2, 'a' union all select 3, 'c') as items
)

select * from cases
where found is distinct from expected
