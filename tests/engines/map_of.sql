with

cases as (
    select
        'in the order of the keys' as what,
        {{ to_json_text(map_of(list_of(["'b'", "'a'"]), list_of(['1', '2']))) }}::string as found,
        {{ text_literal('{"b":1,"a":2}') }} as expected
    union all
    select
        'a value is missing' as what,
        {{ to_json_text(map_of(list_of(["'b'", "'a'"]), list_of(['null', '2']))) }}::string as found,
        {{ text_literal('{"b":null,"a":2}') }} as expected
)

select * from cases
where found is distinct from expected
