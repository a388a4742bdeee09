{#- `render()` because an `--empty` build has the sources too, each without rows. -#}
with

source_list as (
    select * from {{ ref('source_list').render() }}
),

source_checks as (
    select * from {{ ref('source_checks') }}
),

received as (
    select
        source as subject,
        row_count
    from source_list
),

{{ gate('source_checks') }}

select * from decided
order by subject
