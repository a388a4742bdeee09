{#- A view: what is wrong with a line is seen as soon as the seed is loaded. #}
{{- config(materialized='view') }}

{#- Feature, operator, level or number. -#}
{%- set shape = '^([^<>=]+)(<=|>=|<|>|=)([^<>=]+)$' -%}

with

segment_playbook as (
    select * from {{ ref('segment_playbook') }}
),

conditions as (
    select
        segmentation,
        position,
        {{ items_in("split(conditions, ' and ')") }} as condition
    from segment_playbook
),

split as (
    select
        *,
        trim(regexp_extract(condition, '{{ shape }}', 1)) as feature,
        regexp_extract(condition, '{{ shape }}', 2) as operator,
        trim(regexp_extract(condition, '{{ shape }}', 3)) as bound
    from conditions
),

typed as (
    select
        segmentation,
        position,
        condition,
        feature,
        operator,
        case
            when operator = '=' and bound in ('low', 'middle', 'high') then bound
        end as level,
        case
            when operator <> '='
                then try_cast(
                    case
                        when {{ is_match('bound', '-?[0-9]+([.][0-9]+)?') }} then bound
                    end as double
                )
        end as number
    from split
)

select * from typed
