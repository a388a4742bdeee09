-- Guards that nothing is lost between the source and the segments. A returned row is a
-- source whose accepted and rejected rows do not add up to the rows it has.
with

counted as (
    select
        null::string as source,
        null::bigint as accepted_count,
        null::bigint as rejected_count
    where false
    {% for source in source_names() -%}
    union all
    select
        '{{ source }}' as source,
        (select count(*) from {{ ref('stg_' ~ source) }}) as accepted_count,
        (
            select coalesce(sum(row_count), 0) from {{ ref('rejection_summary') }}
            where source = '{{ source }}'
        ) as rejected_count
    {% endfor %}
),

joined as (
    select
        source_list.source,
        source_list.row_count,
        counted.accepted_count,
        counted.rejected_count
    from {{ ref('source_list') }} as source_list
    left join counted on source_list.source = counted.source
)

select * from joined
where accepted_count + rejected_count is distinct from row_count
