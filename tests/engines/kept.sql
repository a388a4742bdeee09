{%- set high -%}
{%- call(item) kept(list_of(['3', '1', '4'])) -%} {{ item }} > 2 {%- endcall -%}
{%- endset -%}
{%- set first -%}
{%- call(item, place) kept(list_of(['3', '1', '4'])) -%} {{ place }} < 3 {%- endcall -%}
{%- endset -%}
{%- set known -%}
{%- call(item) kept(list_of(['null', '2'])) -%} {{ item }} > 1 {%- endcall -%}
{%- endset -%}
with

cases as (
    select
        'by the item' as what,
        {{ joined_text(high, ' ') }} as found,
        '3 4' as expected
    union all
    select
        'by the place, from 1' as what,
        {{ joined_text(first, ' ') }} as found,
        '3 1' as expected
    union all
    select
        'what is not known is not kept' as what,
        {{ joined_text(known, ' ') }} as found,
        '2' as expected
)

select * from cases
where found is distinct from expected
