{#- A features model lists its features: its columns beside the key, in their order. #}

with

{% for segmentation in var('segmentations') -%}
{% set relation = ref(segmentation ~ '_features') -%}
{{ segmentation }}_features as (
    select
        '{{ segmentation }}' as segmentation,
        row_number() over () as position,
        column_name as feature,
        column_type as data_type,
        {{ column_meta(segmentation ~ '_features') }} -> column_name as meta,
    from (describe select * exclude (customer_id) from {{ relation }}) -- noqa: PRS
),

{% endfor -%}

unioned as (
    {% for segmentation in var('segmentations') -%}
    select * from {{ segmentation }}_features
    {% if not loop.last %}union all{% endif %}
    {% endfor %}
),

-- Said here, in one line: DuckDB's own words for a list of numbers and texts are not
-- clear.
checked as (
    select
        * replace (
            case
                when
                    data_type in (
                        'TINYINT', 'SMALLINT', 'INTEGER', 'BIGINT', 'HUGEINT', 'FLOAT',
                        'DOUBLE', 'UTINYINT', 'USMALLINT', 'UINTEGER', 'UBIGINT'
                    )
                    or data_type like 'DECIMAL%' then data_type
                else error(format(
                    '{}_features: the column {} is of type {}. Every column beside '
                    'customer_id is a feature and has to be a number: leave it out, or '
                    'make it one.',
                    segmentation, feature, data_type
                ))
            end as data_type
        ),
    from unioned
),

labelled as (
    select
        segmentation,
        position::integer as position,
        feature,
        data_type,
        coalesce(meta ->> 'label', replace(feature, '_', ' ')) as label,
        meta ->> 'unit' as unit,
        coalesce(meta ->> 'transform', 'none') as transform,
        coalesce(
            (meta -> 'levels')::varchar[],
            ['low ' || label, 'middle ' || label, 'high ' || label]
        ) as levels,
    from checked
)

select * from labelled
