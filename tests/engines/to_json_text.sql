with

cases as (
    select
        'what is missing stays' as what,
        {{ to_json_text('value') }}::string as found,
        {{ text_literal('{"a":null,"b":"it\'s","c":10,"d":true}') }} as expected
    from (select {{ struct_of({'a': 'null::string', 'b': "'it''s'", 'c': '10', 'd': 'true'}) }} as value) as given
    union all
    select
        'quotes and backslashes' as what,
        {{ to_json_text('value') }}::string as found,
        {{ text_literal('{"a":"x\\"y\\\\z\\n"}') }} as expected
    from (select {{ struct_of({'a': "concat('x\"y', " ~ text_literal('\\z') ~ ", chr(10))"}) }} as value) as given
    union all
    select
        'a day' as what,
        {{ to_json_text('value') }}::string as found,
        {{ text_literal('{"a":"2020-02-29"}') }} as expected
    from (select {{ struct_of({'a': "date '2020-02-29'"}) }} as value) as given
    union all
    select
        'a double' as what,
        {{ to_json_text('value') }}::string as found,
        {{ text_literal('{"a":0.1}') }} as expected
    from (select {{ struct_of({'a': '0.1e0'}) }} as value) as given
)

select * from cases
where found is distinct from expected
