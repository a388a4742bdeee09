with

cases as (
    select
        'two and two' as what,
        {{ dot_product(list_of(['1e0', '-2e0']), list_of(['3e0', '0.5e0'])) }} as found,
        2e0 as expected
    union all
    select
        'one and one' as what,
        {{ dot_product(list_of(['0.1e0']), list_of(['3e0'])) }} as found,
        0.30000000000000004e0 as expected
    union all
    select
        'a list that is missing' as what,
        {{ dot_product('list', list_of(['1e0'])) }} as found,
        null::double as expected
    from (select null::{{ list_type('double') }} as list) as given
)

select * from cases
where found is distinct from expected
