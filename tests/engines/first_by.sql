with

cases as (
    select
        'by the second key' as what,
        {{ first_by('item', ['-amount', 'item']) }} as found,
        'a' as expected
    from (values (1, 'c'), (2, 'b'), (2, 'a')) as items (amount, item)
    union all
    select
        'a missing key is last' as what,
        {{ first_by('item', ['amount']) }} as found,
        'b' as expected
    from (values (null, 'c'), (2, 'b'), (3, 'a')) as items (amount, item)
    union all
    select
        'a missing second key is last' as what,
        {{ first_by('item', ['amount', 'place']) }} as found,
        'b' as expected
    from (values (1, null, 'c'), (1, 5, 'b'), (2, 1, 'a')) as items (amount, place, item)
    union all
    select
        'a null is one' as what,
        {{ first_by('item', ['amount']) }} as found,
        null::string as expected
    from (values (1, null), (2, 'b')) as items (amount, item)
    union all
    select
        'no row' as what,
        {{ first_by('item', ['amount']) }} as found,
        null::string as expected
    from (values (1, 'a')) as items (amount, item) where amount = 2
)

select * from cases
where found is distinct from expected
