with

cases as (
    select
        'beyond 64 bits' as what,
        (9223372036854775807::{{ whole_type() }} * 9223372036854775807)::string as found,
        '85070591730234615847396907784232501249' as expected
)

select * from cases
where found is distinct from expected
