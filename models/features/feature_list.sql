-- depends_on: {{ ref('customer_gate') }}
with

declared as (
    select
        null::string as segmentation,
        null::integer as position,
        null::string as feature,
        null::string as data_type,
        null::string as label,
        null::string as unit,
        null::string as transform,
        null::string as missing,
        null::{{ list_type('string') }} as levels,
        null::{{ list_type('double') }} as limits
    where false
    {% for segmentation, features in segmentation_features().items() -%}
    {% for feature in features -%}
    union all
    select
        '{{ segmentation }}' as segmentation,
        {{ loop.index }} as position,
        {{ text_literal(feature.name) }} as feature,
        {{ text_literal(feature.type) }} as data_type,
        {{ text_literal(feature.label) }} as label,
        {{ text_literal(feature.unit) if feature.unit else 'null' }} as unit,
        '{{ feature.transform }}' as transform,
        '{{ feature.missing }}' as missing,
        {{ list_of([
            text_literal(feature.levels[0]),
            text_literal(feature.levels[1]),
            text_literal(feature.levels[2])
        ]) }} as levels,
        {{ list_of([
            (feature.range[0] if feature.range[0] is not none else 'null') ~ '::double',
            (feature.range[1] if feature.range[1] is not none else 'null') ~ '::double'
        ]) }} as limits
    {% endfor %}
    {% endfor %}
)

select * from declared
