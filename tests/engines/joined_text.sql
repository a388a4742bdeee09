with

cases as (
    select
        'numbers' as what,
        {{ joined_text(list_of(['1', '20']), ', ') }} as found,
        '1, 20' as expected
    union all
    select
        'without the null' as what,
        {{ joined_text(list_of(['1', 'null', '20']), '-') }} as found,
        '1-20' as expected
    union all
    select
        'an empty one' as what,
        {{ joined_text(list_of(["''", "'a'"]), '-') }} as found,
        '-a' as expected
    union all
    select
        'a backslash between' as what,
        {{ joined_text(list_of(["'a'", "'b'"]), '\\') }} as found,
        {{ text_literal('a\\b') }} as expected
    union all
    select
        'none' as what,
        {{ joined_text('list', '-') }} as found,
        null::string as expected
    from (select null::{{ list_type('string') }} as list) as given
)

select * from cases
where found is distinct from expected
