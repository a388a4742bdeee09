{#- The declared segmentations, checked, as a table that Python and SQL read alike. -#}
with

customer_features as (
    select * from {{ ref('customer_features') }}
),

source_list as (
    select * from {{ ref('source_list') }}
),

declared as (
    {% for segmentation, settings in var('segmentations').items() -%}
    {{ check_segmentation(segmentation, settings) -}}
    {{ check_population(segmentation, settings.source) -}}
    {% set features = ref(segmentation ~ '_features') -%}
    select
        '{{ segmentation }}' as segmentation,
        '{{ settings.source }}' as source,
        {{ var(settings.source, none) is none }} as is_sample,
        '{{ features.schema }}.{{ features.identifier }}' as features_relation,
        {{ fit_settings(settings.k) }} as settings,
        {{ var('k_range')[0] if settings.k == 'auto' else settings.k }} as k_needed,
        {{ var('fit_rows') }} as fit_rows,
        '{{ var("refit") }}' as refit,
        {{ var('drift_threshold') }} as drift_threshold,
        {{ segmentation in var('forget_fits') }} as is_forgotten,
    {% if not loop.last %}union all{% endif %}
    {% endfor %}
),

counted as (
    select
        segmentation,
        count(*) as customer_count,
        count(distinct features) as distinct_count,
    from customer_features
    group by segmentation
),

joined as (
    select
        declared.*,
        source_list.as_of,
        coalesce(counted.customer_count, 0) as customer_count,
        coalesce(counted.distinct_count, 0) as distinct_count,
    from declared
    inner join source_list on declared.source = source_list.source
    left join counted on declared.segmentation = counted.segmentation
),

-- K-Means needs more customers that differ than segments. Said here, where it is one
-- line; `--empty` has no customer at all and means it.
checked as (
    select
        * exclude (k_needed),
        case
            when distinct_count > k_needed or {{ flags.EMPTY or false }} then true
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
