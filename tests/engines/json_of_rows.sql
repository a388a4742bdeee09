{#- What dbt would take for a number, leave out or cut. -#}
{%- set rows = json_of_rows(
    "select '007' as code, null::integer as missing, 0.1e0 as share, 9007199254740993 as wide"
    ~ ", 'it''s' as name, date '2020-02-29' as day, true as is_so"
) if execute else [] -%}
{%- set none_found = json_of_rows('select 1 as place where 1 = 0') if execute else [] -%}
with

cases as (
    select
        'a row' as what,
        {{ text_literal(rows | string) }} as found,
        {{ text_literal(
            "[{'code': '007', 'missing': None, 'share': 0.1, 'wide': 9007199254740993, "
            ~ "'name': \"it's\", 'day': '2020-02-29', 'is_so': True}]"
        ) }} as expected
    union all
    select
        'no row' as what,
        {{ text_literal(none_found | string) }} as found,
        '[]' as expected
)

select * from cases
where found is distinct from expected
