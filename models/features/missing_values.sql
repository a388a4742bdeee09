{#-
    Per segmentation one scan counts, feature by feature, the values that are missing and those
    that the customers model says it has filled in.
-#}
with

{% for name, settings in segmentations().items() -%}
{% set columns = customer_columns(settings.customers) -%}
{{ name }}_counts as (
    select
        0 as no_feature,
        {% for feature in segmentation_features(name, settings, columns) -%}
        count(*) filter (
            where {{ adapter.quote(feature.name) }} is null
        ) as {{ adapter.quote('missing ' ~ feature.name) }},
        {% for column in columns if column.flags == feature.name -%}
        count(*) filter (
            where {{ adapter.quote(column.name) }}
        ) as {{ adapter.quote('flagged ' ~ feature.name) }},
        {% endfor %}
        {% endfor %}
    from {{ ref(settings.customers) }}
    where {{ settings.where or 'true' }}
),

{% endfor -%}

counted as (
    select
        null::varchar as segmentation,
        null::varchar as feature,
        null::bigint as missing_count,
        null::bigint as flagged_count,
    where false
    {% for name, settings in segmentations().items() -%}
    {% set columns = customer_columns(settings.customers) -%}
    {% for feature in segmentation_features(name, settings, columns) -%}
    {% set is_flagged = columns | selectattr('flags', 'equalto', feature.name) | list -%}
    union all
    select
        '{{ name }}' as segmentation,
        {{ text_literal(feature.name) }} as feature,
        {{ adapter.quote('missing ' ~ feature.name) }} as missing_count,
        {{ adapter.quote('flagged ' ~ feature.name) if is_flagged else 0 }} as flagged_count,
    from {{ name }}_counts
    {% endfor %}
    {% endfor %}
)

select * from counted
