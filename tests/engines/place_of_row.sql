with

cases as (
    select
        'of a file' as what,
        {{ place_of_row('"the place of the row"') }}::integer as found,
        1 as expected
    from (select 1 as {{ adapter.quote('the place of the row') }}) as row_as_received
    union all
    select
        'rows of a table are told apart' as what,
        count(distinct place)::integer as found,
        3 as expected
    from (select {{ place_of_row('given') }} as place from (values (1, 'b'), (2, 'a'), (3, 'c')) as row_as_received (place, item)) as placed
)

select * from cases
where found is distinct from expected
