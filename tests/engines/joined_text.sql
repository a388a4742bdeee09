with

cases as (
    select
        'numbers' as what,
        {{ joined_text(list_of(['1', '20']), ', ') }} as found,
        '1, 20' as expected
)

select * from cases
where found is distinct from expected
