-- What was rejected, and how much of it?

with

rejection_summary as (
    select * from {{ ref('rejection_summary') }}
),

rejected_rows as (
    select * from {{ ref('rejected_rows') }}
),

detailed as (
    select
        source,
        reason,
        count(distinct customer_id) as customer_count,
        min(source_row) as first_source_row,
        min_by(row_json, source_row) as first_row_json
    from rejected_rows
    group by all
),

joined as (
    select
        rejection_summary.source,
        rejection_summary.reason,
        rejection_summary.row_count,
        rejection_summary.share_of_source,
        detailed.customer_count,
        detailed.first_source_row,
        detailed.first_row_json
    from rejection_summary
    inner join detailed
        on
            rejection_summary.source = detailed.source
            and rejection_summary.reason = detailed.reason
)

select * from joined
order by source asc, row_count desc, reason asc
