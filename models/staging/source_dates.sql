with

dated as (
    select
        'mall_customers' as source,
        {{ source_as_of('mall_customers') }} as as_of,
)

select * from dated
