with

cases as (
    select
        'in proportion' as what,
        {{ list_item(quantiles('place', [0.25, 0.5, 0.9]), 1) }} as found,
        1.75e0 as expected
    from (values (1), (2), (3), (4), (null)) as given (place)
    union all
    select
        'between two' as what,
        {{ list_item(quantiles('place', [0.25, 0.5, 0.9]), 2) }} as found,
        2.5e0 as expected
    from (values (1), (2), (3), (4), (null)) as given (place)
    union all
    select
        'high' as what,
        {{ list_item(quantiles('place', [0.25, 0.5, 0.9]), 3) }} as found,
        3.7e0 as expected
    from (values (1), (2), (3), (4), (null)) as given (place)
    union all
    select
        'of one' as what,
        {{ list_item(quantiles('place', [0.5]), 1) }} as found,
        7e0 as expected
    from (select 7 as place) as given
    union all
    select
        'of none' as what,
        {{ list_item(quantiles('place', [0.5]), 1) }} as found,
        null::double as expected
    from (select null::double as place) as given
)

select * from cases
where found is distinct from expected
