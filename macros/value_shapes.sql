{% macro value_shapes(relation, columns) -%}
{%- set names, lengths = [], [] -%}
{%- for column in columns -%}
    {%- do names.append(column.name) -%}
    {#- What a number begins with, and the day and the month of a moment. -#}
    {%- do lengths.append(2 if column.reads == 'number' else 8) -%}
{%- endfor -%}
with

-- One row per value.
received as (
    {{ customer_segmentation.values_below(relation, names, lengths) }}
),

-- Many values look alike: what costs more than this is done once for all of them.
alike as (
    select
        place,
        beginning,
        translate(left(value, 60), '012345678', '999999999') as shape,
        count(*) as row_count,
        count({{ customer_segmentation.try_number('value') }}) as plain_count,
        min(value) as example,
        min({{ customer_segmentation.try_number('value') }}) as low,
        max({{ customer_segmentation.try_number('value') }}) as high
    from received
    where value is not null
    group by all
),

-- No row is left out here: the engine would look at every value to do that first.
cleaned as (
    select
        place,
        row_count,
        plain_count,
        low,
        high,
        {{ customer_segmentation.clean_text('beginning') }} as beginning,
        coalesce({{ customer_segmentation.clean_text('shape') }}, '') as shape,
        {{ customer_segmentation.clean_text('example') }} as example
    from alike
),

usual as (
    select
        place,
        row_count,
        plain_count,
        low,
        high,
        beginning,
        translate(
            shape, {{ customer_segmentation.unusual_characters() }},
            {{ customer_segmentation.usual_characters() }}
        ) as shape,
        example
    from cleaned
),

-- The first two numbers of what may be a day.
taken_apart as (
    select
        *,
        case
            when {{ customer_segmentation.is_match('shape', '99?[./-]99?[./-].*') }}
                then try_cast(regexp_extract(beginning, '^[0-9]+', 0) as integer)
        end as first_number,
        case
            when {{ customer_segmentation.is_match('shape', '99?[./-]99?[./-].*') }}
                then try_cast(
                    regexp_extract(beginning, '^[0-9]+.([0-9]+)', 1) as integer
                )
        end as second_number
    from usual
),

-- Of a column the most frequent.
counted as (
    select
        place,
        shape,
        sum(row_count) as row_count,
        -- One that another reading would make another, where there is one.
        coalesce(
            min(example) filter (where first_number <> second_number), min(example)
        ) as example,
        coalesce(sum(row_count) filter (
            where left(beginning, 1) = '0' or beginning in ('-0', '+0')
        ), 0) as zero_count,
        coalesce(sum(row_count) filter (where first_number > 12), 0) as first_count,
        coalesce(sum(row_count) filter (where second_number > 12), 0) as second_count,
        coalesce(
            sum(row_count) filter (where first_number <> second_number), 0
        ) as differ_count,
        sum(plain_count) as plain_count,
        min(low) filter (where {{ customer_segmentation.is_finite('low') }}) as low,
        max(high) filter (where {{ customer_segmentation.is_finite('high') }}) as high
    from taken_apart
    group by place, shape
)

select * from counted
qualify row_number() over (partition by place order by row_count desc, shape) <= 200
{%- endmacro %}
