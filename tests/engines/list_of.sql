with

cases as (
    select
        'a list of two' as what,
        cardinality({{ list_of(["1", "2"]) }})::string as found,
        '2' as expected
    union all
    select
        'the order stays' as what,
        {{ joined_text(list_of(["'b'", "'a'"]), '') }} as found,
        'ba' as expected
)

select * from cases
where found is distinct from expected
