with

cases as (
    select
        'a number' as what,
        {{ is_finite('1e308') }} as found,
        true as expected
    union all
    select
        'none' as what,
        {{ is_finite('null::double') }} as found,
        null::boolean as expected
    union all
    select
        'not a number' as what,
        {{ is_finite("'nan'::double") }} as found,
        false as expected
    union all
    select
        'infinite' as what,
        {{ is_finite("'infinity'::double") }} as found,
        false as expected
    union all
    select
        'below' as what,
        {{ is_finite("'-infinity'::double") }} as found,
        false as expected
    union all
    select
        'a day' as what,
        {{ is_finite("date '2020-02-29'") }} as found,
        true as expected
    union all
    select
        'a moment' as what,
        {{ is_finite("timestamp '2020-02-29 10:00:00'") }} as found,
        true as expected
    union all
    select
        'no moment' as what,
        {{ is_finite('null::timestamp') }} as found,
        null::boolean as expected
    union all
    select
        'not, of a sum' as what,
        not {{ is_finite("'nan'::double + 1") }} as found,
        true as expected
)

select * from cases
where found is distinct from expected
