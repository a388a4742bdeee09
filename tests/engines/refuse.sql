-- That it ends the query, tests/pytest sees.
with

cases as (
    select
        'where nothing is wrong' as what,
        case when value = 1 then 2 else {{ refuse("concat('wrong: ', value::string)", 'integer') }} end as found,
        2 as expected
    from (values (1), (1)) as given (value)
)

select * from cases
where found is distinct from expected
