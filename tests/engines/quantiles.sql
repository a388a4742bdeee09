with

cases as (
    select
        'in proportion' as what,
        {{ list_item(quantiles('place', [0.25, 0.5]), 1) }} as found,
        1.5e0 as expected
    from (select 1 as place, 'b' as item union all select 2, 'a' union all select 3, 'c') as items
)

select * from cases
where found is distinct from expected
