{#-
    The second gate's checks are read as a source: by `ref` this model would be skipped with them
    when the first gate is closed, and there is nobody to show why.
-#}
{{ config(
    materialized='view',
    pre_hook="{{ create_if_missing("
    ~ "source('quality', 'segment_checks'), like=ref('source_checks')) }}",
) }}

with

source_checks as (
    select * from {{ ref('source_checks') }}
),

segment_checks as (
    select * from {{ source('quality', 'segment_checks') }}
),

together as (
    select * from source_checks
    union all
    select * from segment_checks
),

results as (
    select
        checked_at,
        checked_at = max(checked_at) over (partition by gate) as is_latest,
        * exclude (checked_at),
    from together
)

select * from results
