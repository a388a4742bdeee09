with

cases as (
    select
        'a second too few' as what,
        {{ whole_days_between("timestamp '2020-01-01 10:00:00'", "timestamp '2020-01-03 09:59:59'") }} as found,
        1 as expected
    union all
    select
        'just two' as what,
        {{ whole_days_between("timestamp '2020-01-01 10:00:00'", "timestamp '2020-01-03 10:00:00'") }} as found,
        2 as expected
)

select * from cases
where found is distinct from expected
