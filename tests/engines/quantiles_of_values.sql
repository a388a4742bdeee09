with

cases as (
    select
        'a value that there is' as what,
        {{ list_item(quantiles_of_values('place', [0.5, 0.9]), 2) }} as found,
        3 as expected
    from (select 1 as place, 'b' as item union all select 2, 'a' union all select 3, 'c') as items
)

select * from cases
where found is distinct from expected
