with

cases as (
    select
        'beyond 64 bits' as what,
        ({{ whole_sum("item") }})::string as found,
        '18446744073709551614' as expected
    from (select 9223372036854775807 as item union all select 9223372036854775807) as items
)

select * from cases
where found is distinct from expected
