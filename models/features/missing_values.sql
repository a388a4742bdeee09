{%- set features_of = segmentation_features() -%}

-- depends_on: {{ ref('customer_gate') }}
with

-- All features of a segmentation in one scan.
{% for name, settings in segmentations().items() -%}
{{ name }}_gaps as (
    select
        {% for feature in features_of[name] -%}
        {{ adapter.quote(feature.name) }} is null
            as {{ adapter.quote('missing ' ~ feature.name) }},
        {{ adapter.quote(feature.flag) if feature.flag else 'false' }}
            as {{ adapter.quote('flagged ' ~ feature.name) }},
        {% endfor -%}
        customer_id
    from {{ ref(settings.customers) }}
    where {{ settings.where or 'true' }}
),

{{ name }}_counts as (
    select
        {% for feature in features_of[name] -%}
        {% for gap in ['missing ' ~ feature.name, 'flagged ' ~ feature.name] -%}
        count(nullif({{ adapter.quote(gap) }}, false)) as {{ adapter.quote(gap) }},
        {% endfor -%}
        {% endfor -%}
        count(*) as customer_count
    from {{ name }}_gaps
),

{% endfor -%}

counted as (
    select
        null::string as segmentation,
        null::string as feature,
        null::bigint as missing_count,
        null::bigint as flagged_count
    where false
    {% for name, features in features_of.items() -%}
    {% for feature in features -%}
    union all
    select
        '{{ name }}' as segmentation,
        {{ text_literal(feature.name) }} as feature,
        {{ adapter.quote('missing ' ~ feature.name) }} as missing_count,
        {{ adapter.quote('flagged ' ~ feature.name) }} as flagged_count
    from {{ name }}_counts
    {% endfor %}
    {% endfor %}
)

select * from counted
