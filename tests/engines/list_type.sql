with

cases as (
    select
        'no list' as what,
        cardinality(null::{{ list_type("string") }})::string as found,
        null as expected
    union all
    select
        'numbers become texts' as what,
        {{ joined_text(list_of(["1", "2"]) ~ "::" ~ list_type("string"), "-") }} as found,
        '1-2' as expected
)

select * from cases
where found is distinct from expected
