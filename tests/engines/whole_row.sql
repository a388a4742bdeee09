with

cases as (
    select
        'with its columns' as what,
        {{ to_json_text(whole_row([{'name': 'a'}, {'name': 'b c'}])) }}::string as found,
        {{ text_literal('{"a":1,"b c":null}') }} as expected
    from (select 1 as a, null::string as {{ quoted('b c') }}) as row_as_received
)

select * from cases
where found is distinct from expected
