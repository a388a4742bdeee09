-- Guards that nothing is lost between the source and the segments. A returned row is a
-- source whose accepted and rejected rows do not add up to the rows it has.
with

counted as (
    select
        null::varchar as source,
        null::bigint as source_count,
        null::bigint as accepted_count,
        null::bigint as rejected_count,
        null::bigint as summarised_count,
    where false
    {% for source in source_names() -%}
    union all
    select
        '{{ source }}' as source,
        (select count(*) from {{ ref('base_' ~ source) }}) as source_count,
        (select count(*) from {{ ref('stg_' ~ source) }}) as accepted_count,
        (
            select count(*) from {{ ref('rejected_rows') }}
            where source = '{{ source }}'
        ) as rejected_count,
        (
            select coalesce(sum(row_count), 0) from {{ ref('rejection_summary') }}
            where source = '{{ source }}'
        ) as summarised_count,
    {% endfor %}
)

select * from counted
where
    accepted_count + rejected_count <> source_count
    or rejected_count <> summarised_count
