{%- set features = [] -%}
{%- for name, settings in segmentations().items() -%}
    {%- set customers = ref(settings.customers) -%}
    {%- for feature in segmentation_features(
        name, settings, customer_columns(settings.customers)
    ) -%}
        {%- do features.append(
            dict(feature, segmentation=name, position=loop.index)
        ) -%}
    {%- endfor -%}
{%- endfor -%}

with

declared as (
    {% for feature in features -%}
    select
        '{{ feature.segmentation }}' as segmentation,
        {{ feature.position }} as position,
        {{ text_literal(feature.name) }} as feature,
        '{{ feature.type }}' as data_type,
        {{ text_literal(feature.label) }} as label,
        {{ text_literal(feature.unit) if feature.unit else 'null::varchar' }} as unit,
        '{{ feature.transform }}' as transform,
        '{{ feature.missing }}' as missing,
        [
            {% for level in feature.levels -%}
            {{ text_literal(level) }}{{ ',' if not loop.last }}
            {% endfor %}
        ] as levels,
        [{{ (feature.range[0] if feature.range[0] is not none else 'null') }}, {{ feature.range[1] if feature.range[1] is not none else 'null' }}]::double[] as limits,
    {% if not loop.last %}union all{% endif %}
    {% else -%}
    select
        null::varchar as segmentation,
        null::integer as position,
        null::varchar as feature,
        null::varchar as data_type,
        null::varchar as label,
        null::varchar as unit,
        null::varchar as transform,
        null::varchar as missing,
        null::varchar[] as levels,
        null::double[] as limits,
    where false
    {% endfor %}
)

select * from declared
