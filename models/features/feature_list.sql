{#- A features model is the list of its features: its columns beside the key, in their order. -#}
{%- set described = {} -%}
{%- for node in graph.nodes.values() if execute and node.resource_type == 'model' -%}
    {%- set metas = {} -%}
    {%- for name, column in node.columns.items() -%}
        {%- do metas.update({name: column.config.meta}) -%}
    {%- endfor -%}
    {%- do described.update({node.name: metas}) -%}
{%- endfor -%}

with

{% for segmentation in var('segmentations') -%}
{{ segmentation }}_features as (
    select
        '{{ segmentation }}' as segmentation,
        row_number() over () as position,
        column_name as feature,
        column_type as data_type,
        {{ json_literal(described.get(segmentation ~ '_features', {})) }}
        -> column_name as meta,
    from (
        describe
        select * exclude (customer_id) from {{ ref(segmentation ~ '_features') }}
    )
),

{% endfor -%}

unioned as (
    {% for segmentation in var('segmentations') -%}
    select * from {{ segmentation }}_features
    {% if not loop.last %}union all{% endif %}
    {% endfor %}
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
    from unioned
)

select * from labelled
