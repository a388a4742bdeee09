with

cases as (
    select
        'both ends' as what,
        {{ trimmed("' x y '", "' '") }} as found,
        'x y' as expected
    union all
    select
        'each of the characters' as what,
        {{ trimmed("'-+x+-'", "'+-'") }} as found,
        'x' as expected
    union all
    select
        'nothing is left' as what,
        {{ trimmed("'--'", "'-'") }} as found,
        '' as expected
)

select * from cases
where found is distinct from expected
