with

cases as (
    select
        'a quote is one' as what,
        length({{ text_literal("it's") }}) as found,
        4 as expected
    union all
    select
        'a backslash is one' as what,
        length({{ text_literal('a\\tb') }}) as found,
        4 as expected
    union all
    select
        'both, at the end' as what,
        length({{ text_literal("\\'") }}) as found,
        2 as expected
)

select * from cases
where found is distinct from expected
