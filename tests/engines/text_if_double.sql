with

cases as (
    select
        'a large number' as what,
        {{ text_if_double('1e7', 'DOUBLE') }}::string as found,
        '10000000.0' as expected
    union all
    select
        'a text' as what,
        {{ text_if_double("'1e7'", 'VARCHAR') }}::string as found,
        '1e7' as expected
)

select * from cases
where found is distinct from expected
