with

cases as (
    select
        'one character' as what,
        {{ is_like('value', 'a_c') }} as found,
        true as expected
    from (select 'abc' as value) as given
    union all
    select
        'any' as what,
        {{ is_like('value', 'a%') }} as found,
        true as expected
    from (select concat('a', chr(10), 'b') as value) as given
    union all
    select
        'not a part' as what,
        {{ is_like('value', 'b') }} as found,
        false as expected
    from (select 'abc' as value) as given
    union all
    select
        'case counts' as what,
        {{ is_like('value', 'A%') }} as found,
        false as expected
    from (select 'abc' as value) as given
    union all
    select
        'a backslash is one' as what,
        {{ is_like('value', 'a\\_') }} as found,
        true as expected
    from (select {{ text_literal('a\\b') }} as value) as given
    union all
    select
        'a backslash hides nothing' as what,
        {{ is_like('value', 'a\\_') }} as found,
        false as expected
    from (select 'a_' as value) as given
    union all
    select
        'a quote' as what,
        {{ is_like('value', "it's%") }} as found,
        true as expected
    from (select 'it''s so' as value) as given
    union all
    select
        'none' as what,
        {{ is_like('value', '%') }} as found,
        null::boolean as expected
    from (select null::string as value) as given
)

select * from cases
where found is distinct from expected
