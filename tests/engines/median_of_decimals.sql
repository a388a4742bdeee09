with

cases as (
    select
        'the middle' as what,
        {{ median_of_decimals('value', 4) }}::string as found,
        '3.0' as expected
    from (values (1.5), (7), (null), (3)) as given (value)
    union all
    select
        'between two, without half of a last digit' as what,
        {{ median_of_decimals('value', 4) }}::string as found,
        '1.0001' as expected
    from (values (1.0001), (1.0002)) as given (value)
    union all
    select
        'below zero' as what,
        {{ median_of_decimals('value', 4) }}::string as found,
        '-1.0001' as expected
    from (values (-1.0001), (-1.0002)) as given (value)
    union all
    select
        'nothing' as what,
        {{ median_of_decimals('value', 4) }}::string as found,
        null::string as expected
    from (values (null::decimal(18, 4))) as given (value)
    union all
    select
        'a double, that is divided as one' as what,
        ({{ median_of_decimals('value', 4) }} / 7)::string as found,
        '0.42857142857142855' as expected
    from (values (3.0000), (3.0000)) as given (value)
)

select * from cases
where found is distinct from expected
