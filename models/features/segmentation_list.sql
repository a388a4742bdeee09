{#- The declared segmentations, checked, as a table that Python and SQL read alike. -#}
with

customer_features as (
    select * from {{ ref('customer_features') }}
),

source_dates as (
    select * from {{ ref('source_dates') }}
),

declared as (
    {% for segmentation, settings in var('segmentations').items() -%}
    {{ check_segmentation(segmentation, settings) -}}
    select
        '{{ segmentation }}' as segmentation,
        '{{ settings.source }}' as source,
        '{{ settings.k }}' as k,
        {{ var('k_range')[0] }} as k_min,
        {{ var('k_range')[1] }} as k_max,
        {{ var('random_seed') }} as random_seed,
    {% if not loop.last %}union all{% endif %}
    {% endfor %}
),

counted as (
    select
        segmentation,
        count(*) as customer_count,
        count(distinct features) as distinct_count,
        -- The same whatever the order of the rows.
        bit_xor(
            md5_number(customer_id || ':' || features::varchar)
        )::varchar as data_hash,
    from customer_features
    group by segmentation
),

joined as (
    select
        declared.segmentation,
        declared.source,
        source_dates.as_of,
        declared.k,
        declared.k_min,
        declared.k_max,
        declared.random_seed,
        coalesce(counted.customer_count, 0) as customer_count,
        coalesce(counted.distinct_count, 0) as distinct_count,
        counted.data_hash,
        coalesce(try_cast(declared.k as integer), declared.k_min) as k_needed,
    from declared
    inner join source_dates on declared.source = source_dates.source
    left join counted on declared.segmentation = counted.segmentation
),

-- K-Means needs more customers that differ than segments. Said here, where it is one
-- line; `--empty` has no customer at all and means it.
checked as (
    select
        * exclude (k_needed),
        case
            when distinct_count > k_needed or {{ flags.EMPTY }} then true
            else error(format(
                '{}: {} customers with {} different feature rows are too few for '
                'k = {}. See rejected_rows for what was set aside of {}, give a larger '
                'file, or lower k (k_range for auto).',
                segmentation, customer_count, distinct_count, k_needed, source
            ))::boolean
        end as is_large_enough,
    from joined
)

select * from checked
