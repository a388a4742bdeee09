{% macro value_shapes(relation, columns) -%}
with

-- One row per value.
received as (
    select
        unnest(range({{ columns | length }})) as place,
        unnest([
            {%- for column in columns %}
            {{ column.name }}::string{{ ',' if not loop.last }}
            {%- endfor %}
        ]) as value,
        -- What a number begins with, and the day and the month of a moment.
        unnest([
            {%- for column in columns %}
            left({{ column.name }}::string, {{ 2 if column.reads == 'number' else 8 }})
            {{- ',' if not loop.last }}
            {%- endfor %}
        ]) as beginning
    from {{ relation }}
),

-- Many values look alike: what costs more than this is done once for all of them.
alike as (
    select
        place,
        beginning,
        translate(left(value, 60), '012345678', '999999999') as shape,
        count(*) as row_count,
        count(try_cast(value as double)) as plain_count,
        min(value) as example,
        min(try_cast(value as double)) as low,
        max(try_cast(value as double)) as high
    from received
    where value is not null
    group by all
),

-- No row is left out here: the engine would look at every value to do that first.
cleaned as (
    select
        * replace (
            {{ clean_text('beginning') }} as beginning,
            coalesce({{ clean_text('shape') }}, '') as shape,
            {{ clean_text('example') }} as example
        )
    from alike
),

usual as (
    select
        * replace (
            translate(
                shape, {{ unusual_characters() }}, {{ usual_characters() }}
            ) as shape
        )
    from cleaned
),

-- The first two numbers of what may be a day.
taken_apart as (
    select
        *,
        case
            when regexp_full_match(shape, '99?[./-]99?[./-].*')
                then try_cast(regexp_extract(beginning, '^[0-9]+') as integer)
        end as first_number,
        case
            when regexp_full_match(shape, '99?[./-]99?[./-].*')
                then try_cast(
                    regexp_extract(beginning, '^[0-9]+.([0-9]+)', 1) as integer
                )
        end as second_number
    from usual
)

select
    place,
    shape,
    sum(row_count) as row_count,
    -- One that another reading would make another, where there is one.
    coalesce(min(example) filter (where first_number <> second_number), min(example)) as example,
    coalesce(sum(row_count) filter (
        where beginning[1] = '0' or beginning in ('-0', '+0')
    ), 0) as zero_count,
    coalesce(sum(row_count) filter (where first_number > 12), 0) as first_count,
    coalesce(sum(row_count) filter (where second_number > 12), 0) as second_count,
    coalesce(sum(row_count) filter (where first_number <> second_number), 0) as differ_count,
    sum(plain_count) as plain_count,
    min(low) filter (where isfinite(low)) as low,
    max(high) filter (where isfinite(high)) as high
from taken_apart
group by place, shape
qualify row_number() over (partition by place order by sum(row_count) desc, shape) <= 200
order by place, row_count desc, shape
{%- endmacro %}
