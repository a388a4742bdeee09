with

cases as (
    select
        'the same again' as what,
        {{ row_hash("value") }} = {{ row_hash('other') }} as found,
        true as expected
    from (select {{ struct_of({'a': "'x'", 'b': 'null::string'}) }} as value, {{ struct_of({'a': "'x'", 'b': 'null::string'}) }} as other) as given
    union all
    select
        'whose value is missing' as what,
        {{ row_hash("value") }} = {{ row_hash('other') }} as found,
        false as expected
    from (select {{ struct_of({'a': "'x'", 'b': 'null::string'}) }} as value, {{ struct_of({'a': 'null::string', 'b': "'x'"}) }} as other) as given
    union all
    select
        'another value' as what,
        {{ row_hash("value") }} = {{ row_hash('other') }} as found,
        false as expected
    from (select {{ struct_of({'a': "'x'", 'b': "'y'"}) }} as value, {{ struct_of({'a': "'x'", 'b': "'z'"}) }} as other) as given
)

select * from cases
where found is distinct from expected
