with

customer_gate as (
    select * from {{ ref('customer_gate') }}
),

{% for name, settings in segmentations().items() -%}
{% set features = segmentation_features(
    name, settings, customer_columns(settings.customers)
) -%}
{{ name }}_features as (
    -- What scoring gives a reason for instead of a segment is left out. A value that the
    -- fit fills in may be missing here.
    select
        '{{ name }}' as segmentation,
        '{{ settings.customers }}' as customers,
        customer_id::varchar as customer_id,
        [
            {% for feature in features -%}
            {{ adapter.quote(feature.name) }}::double{{ ',' if not loop.last }}
            {% endfor %}
        ] as features,
    from {{ ref(settings.customers) }}
    where
        ({{ settings.where or 'true' }})
        {% for feature in features -%}
        and {{ is_usable_feature(feature) }}
        {% endfor %}
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
        unioned.features,
    from unioned
    inner join customer_gate on unioned.customers = customer_gate.subject
    where customer_gate.is_open
)

select * from accepted
