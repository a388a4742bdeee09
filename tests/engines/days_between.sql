with

cases as (
    select
        'a leap year' as what,
        {{ days_between("date '2020-02-01'", "date '2020-03-01'") }} as found,
        29 as expected
    union all
    select
        'backwards' as what,
        {{ days_between("date '2020-03-01'", "date '2020-02-29'") }} as found,
        -1 as expected
)

select * from cases
where found is distinct from expected
