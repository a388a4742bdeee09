with

cases as (
    select
        'a second too few' as what,
        {{ whole_days_between("timestamp '2020-01-01 10:00:00'", "timestamp '2020-01-03 09:59:59'") }}::integer as found,
        1 as expected
    union all
    select
        'just two' as what,
        {{ whole_days_between("timestamp '2020-01-01 10:00:00'", "timestamp '2020-01-03 10:00:00'") }}::integer as found,
        2 as expected
    union all
    select
        'over the 29th' as what,
        {{ whole_days_between("timestamp '2020-02-28 10:00:00'", "timestamp '2020-03-01 10:00:00'") }}::integer as found,
        2 as expected
    union all
    select
        'backwards' as what,
        {{ whole_days_between("timestamp '2020-01-03 10:00:00'", "timestamp '2020-01-01 10:00:01'") }}::integer as found,
        -1 as expected
    union all
    select
        'none' as what,
        {{ whole_days_between('null::timestamp', "timestamp '2020-01-03 09:59:59'") }}::integer as found,
        null::integer as expected
)

select * from cases
where found is distinct from expected
