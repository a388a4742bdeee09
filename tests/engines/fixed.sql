with

cases as (
    select
        'a half goes up' as what,
        {{ fixed('0.25e0', 1) }} as found,
        '0.3' as expected
    union all
    select
        'below' as what,
        {{ fixed('1.04e0', 1) }} as found,
        '1.0' as expected
    union all
    select
        'whole' as what,
        {{ fixed('12e0', 0) }} as found,
        '12' as expected
)

select * from cases
where found is distinct from expected
