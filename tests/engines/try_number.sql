with

cases as (
    select
        'a number' as what,
        {{ try_number("'55.25'") }} as found,
        55.25e0 as expected
    union all
    select
        'an exponent' as what,
        {{ try_number("'1e3'") }} as found,
        1e3 as expected
    union all
    select
        'five days are none' as what,
        {{ try_number("'5d'") }} as found,
        null::double as expected
    union all
    select
        'five feet are none' as what,
        {{ try_number("'5f'") }} as found,
        null::double as expected
    union all
    select
        'a text is none' as what,
        {{ try_number("'x'") }} as found,
        null::double as expected
    union all
    select
        'an empty one is none' as what,
        {{ try_number("''") }} as found,
        null::double as expected
    union all
    select
        'with a sign' as what,
        {{ try_number("'-.5'") }} as found,
        -5e-1 as expected
    union all
    select
        'nothing behind the point' as what,
        {{ try_number("'5.'") }} as found,
        5e0 as expected
)

select * from cases
where found is distinct from expected
