{#- The declared segmentations, checked, as a table that Python and SQL read alike. -#}
with

customer_features as (
    select * from {{ ref('customer_features') }}
),

customers_list as (
    select * from {{ ref('customers_list') }}
),

customer_gate as (
    select * from {{ ref('customer_gate') }}
),

declared as (
    {% for segmentation, settings in segmentations().items() -%}
    {% set k_range = settings.k_range or var('k_range') -%}
    select
        '{{ segmentation }}' as segmentation,
        '{{ settings.customers }}' as customers,
        {{ text_literal(settings.where) if settings.where else 'null::string' }}
            as customers_where,
        {{ fit_settings(settings.k, k_range) }} as settings,
        {{ k_range[0] if settings.k == 'auto' else settings.k }} as k_needed,
        '{{ var("refit") }}' as refit,
        {{ var('drift_threshold') }} as drift_threshold,
        {{ segmentation in var('forget_fits') }} as is_forgotten
    {% if not loop.last %}union all{% endif %}
    {% endfor %}
),

counted as (
    select
        segmentation,
        count(*) as customer_count,
        count(distinct features) as distinct_count
    from customer_features
    group by segmentation
),

-- A segmentation whose customers do not pass their gate is not there tonight.
joined as (
    select
        declared.*,
        customers_list.relation as customers_relation,
        customers_list.sources,
        customers_list.is_sample,
        customers_list.as_of,
        coalesce(counted.customer_count, 0) as customer_count,
        coalesce(counted.distinct_count, 0) as distinct_count
    from declared
    inner join customers_list on declared.customers = customers_list.customers
    inner join customer_gate on declared.customers = customer_gate.subject
    left join counted on declared.segmentation = counted.segmentation
    where customer_gate.is_open
),

worded as (
    select
        *,
        segmentation || ': ' || customer_count || ' customers of ' || customers
        || coalesce(' where ' || customers_where, '') || ' with ' || distinct_count
        || ' different feature rows are too few for k = ' || k_needed
        || '. See rejected_rows for what was set aside, give more customers, or lower k'
        || ' (k_range for auto).' as too_few
    from joined
),

-- K-Means needs more customers that differ than segments. Said here, where it is one
-- line; `--empty` has no customer at all and means it.
checked as (
    select
        segmentation,
        customers,
        customers_where,
        settings,
        refit,
        drift_threshold,
        is_forgotten,
        customers_relation,
        sources,
        is_sample,
        as_of,
        customer_count,
        distinct_count,
        case
            when distinct_count > k_needed or {{ flags.EMPTY or false }} then true
            else {{ refuse('too_few', 'boolean') }}
        end as is_large_enough
    from worded
)

select * from checked
