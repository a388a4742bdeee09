{%- set doubled -%}
{%- call(item) mapped(list_of(['3', '1', '4'])) -%} 2 * {{ item }} {%- endcall -%}
{%- endset -%}
{%- set placed -%}
{%- call(item, place) mapped(list_of(['3', '1', '4'])) -%}
concat({{ item }}::string, ':', {{ place }}::string)
{%- endcall -%}
{%- endset -%}
{%- set beside -%}
{%- call(item, place) mapped(list_of(['3', '1', '4'])) -%}
concat({{ item }}::string, {{ list_item('others', place) }})
{%- endcall -%}
{%- endset -%}
{%- set within -%}
{%- call(item) mapped(doubled) -%} 5 * {{ item }} + 1 {%- endcall -%}
{%- endset -%}
{%- set missing -%}
{%- call(item) mapped(list_of(['null', '2'])) -%} coalesce({{ item }}::string, 'none') {%- endcall -%}
{%- endset -%}
{%- set of_none -%}
{%- call(item) mapped('list') -%} {{ item }} {%- endcall -%}
{%- endset -%}
with

cases as (
    select
        'each item' as what,
        {{ joined_text(doubled, ' ') }} as found,
        '6 2 8' as expected
    union all
    select
        'with its place, from 1' as what,
        {{ joined_text(placed, ' ') }} as found,
        '3:1 1:2 4:3' as expected
    union all
    select
        'an item of another list beside it' as what,
        {{ joined_text(beside, ' ') }} as found,
        '3a 1b 4c' as expected
    from (select {{ list_of(["'a'", "'b'", "'c'"]) }} as others) as given
    union all
    select
        'within another' as what,
        {{ joined_text(within, ' ') }} as found,
        '31 11 41' as expected
    union all
    select
        'a null' as what,
        {{ joined_text(missing, ' ') }} as found,
        'none 2' as expected
    union all
    select
        'none' as what,
        {{ joined_text(of_none, ' ') }} as found,
        null::string as expected
    from (select null::{{ list_type('integer') }} as list) as given
)

select * from cases
where found is distinct from expected
