with

cases as (
    select
        'a field' as what,
        ({{ struct_of({"a": "1", "b": "'x'"}) }}).b as found,
        'x' as expected
)

select * from cases
where found is distinct from expected
