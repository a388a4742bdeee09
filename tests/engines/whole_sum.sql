with

cases as (
    select
        'beyond 64 bits' as what,
        ({{ whole_sum('item') }})::string as found,
        '18446744073709551614' as expected
    from (values (9223372036854775807), (9223372036854775807)) as items (item)
    union all
    select
        'below zero' as what,
        ({{ whole_sum('item') }})::string as found,
        '-18446744073709551614' as expected
    from (values (-9223372036854775807), (-9223372036854775807)) as items (item)
    union all
    select
        'a missing one counts for nothing' as what,
        ({{ whole_sum('item') }})::string as found,
        '1' as expected
    from (values (1), (null)) as items (item)
    union all
    select
        'none' as what,
        ({{ whole_sum('item') }})::string as found,
        null::string as expected
    from (values (1)) as items (item) where item = 2
)

select * from cases
where found is distinct from expected
