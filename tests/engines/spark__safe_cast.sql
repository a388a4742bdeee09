-- Lists of the rows of a unit test are texts; on Spark they are read as JSON.
with

cases as (
    select
        'a list' as what,
        {{ joined_text(dbt.safe_cast("'[1, 2]'", list_type('integer')), '-') }} as found,
        '1-2' as expected
    union all
    select
        'no list' as what,
        {{ joined_text(dbt.safe_cast('null', list_type('integer')), '-') }} as found,
        null::string as expected
    union all
    select
        'a text' as what,
        {{ dbt.safe_cast("'it''s'", 'string') }} as found,
        'it''s' as expected
)

select * from cases
where found is distinct from expected
