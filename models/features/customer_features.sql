{%- set features_of = segmentation_features() -%}

with

customer_gate as (
    select * from {{ ref('customer_gate') }}
),

-- Who gets a reason instead of a segment is left out. A value that the fit fills in may
-- be missing here.
{% for name, settings in segmentations().items() -%}
{% set values = [] -%}
{% for feature in features_of[name] -%}
{% do values.append(adapter.quote(feature.name) ~ '::double') -%}
{% endfor -%}
{{ name }}_features as (
    select
        '{{ name }}' as segmentation,
        '{{ settings.customers }}' as customers,
        customer_id::string as customer_id,
        {{ list_of(values) }} as features
    from {{ ref(settings.customers) }}
    where
        ({{ settings.where or 'true' }})
        and {{ are_usable_features(features_of[name]) }}
),

{% endfor -%}

unioned as (
    {% for name in segmentations() -%}
    select * from {{ name }}_features
    {% if not loop.last %}union all{% endif %}
    {% endfor %}
),

-- Of customers whose gate is closed nothing is recorded.
accepted as (
    select
        unioned.segmentation,
        unioned.customer_id,
        unioned.features
    from unioned
    inner join customer_gate on unioned.customers = customer_gate.subject
    where customer_gate.is_open
)

select * from accepted
