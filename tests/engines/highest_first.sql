{%- set mapped_known -%}
{%- call(item) mapped(highest_first(list_of(['1', 'null', '3']))) -%}
coalesce({{ item }}::string, 'none')
{%- endcall -%}
{%- endset -%}
with

cases as (
    select
        'numbers' as what,
        {{ joined_text(highest_first(list_of(['2', '10', '-1'])), ' ') }} as found,
        '10 2 -1' as expected
    union all
    select
        'by the first field, then the second' as what,
        {{ list_item(highest_first(list_of([
            struct_of({'weight': '1e0', 'position': '-2'}),
            struct_of({'weight': '1e0', 'position': '-1'}),
            struct_of({'weight': '0.5e0', 'position': '-3'}),
        ])), 1) }}.position::string as found,
        '-1' as expected
    union all
    select
        'what is missing comes last' as what,
        {{ joined_text(mapped_known, ' ') }} as found,
        '3 1 none' as expected
    union all
    select
        'none' as what,
        {{ joined_text(highest_first('list'), ' ') }} as found,
        null::string as expected
    from (select null::{{ list_type('integer') }} as list) as given
)

select * from cases
where found is distinct from expected
