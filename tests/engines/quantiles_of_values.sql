with

cases as (
    select
        'low' as what,
        {{ list_item(quantiles_of_values('place', [0.25, 0.5, 0.9]), 1) }} as found,
        1 as expected
    from (values (1), (2), (3), (4), (null)) as given (place)
    union all
    select
        'the lower of two' as what,
        {{ list_item(quantiles_of_values('place', [0.25, 0.5, 0.9]), 2) }} as found,
        2 as expected
    from (values (1), (2), (3), (4), (null)) as given (place)
    union all
    select
        'high' as what,
        {{ list_item(quantiles_of_values('place', [0.25, 0.5, 0.9]), 3) }} as found,
        4 as expected
    from (values (1), (2), (3), (4), (null)) as given (place)
    union all
    select
        'lowest' as what,
        {{ list_item(quantiles_of_values('place', [0]), 1) }} as found,
        1 as expected
    from (values (1), (2), (3), (4), (null)) as given (place)
    union all
    select
        'of none' as what,
        {{ list_item(quantiles_of_values('place', [0.5]), 1) }} as found,
        null::integer as expected
    from (select null::integer as place) as given
)

select * from cases
where found is distinct from expected
