with

cases as (
    select
        'in an order' as what,
        {{ text_list('item', ', ', 'place') }} as found,
        'b, a, c' as expected
    from (values (1, 'b'), (2, 'a'), (3, 'c')) as items (place, item)
    union all
    select
        'downwards' as what,
        {{ text_list('item', '', 'place desc') }} as found,
        'cab' as expected
    from (values (1, 'b'), (2, 'a'), (3, 'c')) as items (place, item)
    union all
    select
        'by two' as what,
        {{ text_list('item', '', 'place > 1 desc, item') }} as found,
        'acb' as expected
    from (values (1, 'b'), (2, 'a'), (3, 'c')) as items (place, item)
    union all
    select
        'without the null' as what,
        {{ text_list('item', '-', 'place') }} as found,
        'b-c' as expected
    from (values (1, 'b'), (2, null), (3, 'c')) as items (place, item)
    union all
    select
        'none' as what,
        {{ text_list('item', '-', 'place') }} as found,
        null::string as expected
    from (values (1, 'b'), (2, null), (3, 'c')) as items (place, item) where place = 2
    union all
    select
        'a quote between' as what,
        {{ text_list('item', "'", 'place') }} as found,
        'b''a''c' as expected
    from (values (1, 'b'), (2, 'a'), (3, 'c')) as items (place, item)
)

select * from cases
where found is distinct from expected
