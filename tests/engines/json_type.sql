with

cases as (
    select
        'as it was written' as what,
        {{ text_literal('{"a": 1, "b": null}') }}::{{ json_type() }}::string as found,
        {{ text_literal('{"a": 1, "b": null}') }} as expected
    union all
    select
        'none' as what,
        null::{{ json_type() }}::string as found,
        null::string as expected
)

select * from cases
where found is distinct from expected
