with

cases as (
    select
        what as what,
        {{ list_highest('list') }} as found,
        expected
    from (
        values
        ('numbers', {{ list_of(['2e0', '10e0', '-1e0']) }}, 10e0),
        ('not the null', {{ list_of(['null', '1e0']) }}, 1e0),
        ('only nulls', {{ list_of(['null::double']) }}, null),
        ('none', null, null)
    ) as given (what, list, expected)
)

select * from cases
where found is distinct from expected
