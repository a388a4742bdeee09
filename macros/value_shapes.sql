{#-
    How the values of some columns look, by one scan: the digits as 9, white space and signs of any
    kind as those of a keyboard. Of each column the two hundred shapes that most values have, with
    what formats.py of src/ decides by.
-#}
{% macro value_shapes(relation, columns) -%}
with

-- One row per value.
received as (
    select
        unnest(range({{ columns | length }})) as place,
        unnest([
            {%- for column in columns %}
            {{ column }}::varchar{{ ',' if not loop.last }}
            {%- endfor %}
        ]) as value_received,
    from {{ relation }}
),

cleaned as (
    select
        *,
        {{ clean_text('value_received') }} as value,
    from received
),

shaped as (
    select
        place,
        value,
        try_cast(value_received as double) as plain_value,
        left(translate(
            value, {{ unusual_characters() }} || '012345678', {{ usual_characters() }} || '999999999'
        ), 60) as shape,
    from cleaned
    where value is not null
),

-- The first two numbers of what may be a day.
taken_apart as (
    select
        *,
        case
            when regexp_full_match(shape, '99?[./-]99?[./-].*')
                then try_cast(regexp_extract(value, '^[0-9]+') as integer)
        end as first_number,
        case
            when regexp_full_match(shape, '99?[./-]99?[./-].*')
                then try_cast(regexp_extract(value, '^[0-9]+.([0-9]+)', 1) as integer)
        end as second_number,
    from shaped
)

select
    place,
    shape,
    count(*) as row_count,
    -- One that differs from another reading, where there is one.
    coalesce(min(value) filter (where first_number <> second_number), min(value)) as example,
    count(*) filter (where value[1] = '0' or value[:2] in ('-0', '+0')) as zero_count,
    count(*) filter (where first_number > 12) as first_count,
    count(*) filter (where second_number > 12) as second_count,
    count(*) filter (where first_number <> second_number) as differ_count,
    count(plain_value) as plain_count,
    min(plain_value) filter (where isfinite(plain_value)) as low,
    max(plain_value) filter (where isfinite(plain_value)) as high,
from taken_apart
group by place, shape
qualify row_number() over (partition by place order by count(*) desc, shape) <= 200
order by place, row_count desc, shape
{%- endmacro %}
