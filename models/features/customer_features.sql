with

feature_list as (
    select * from {{ ref('feature_list') }}
),

{% for segmentation in var('segmentations') -%}
{{ segmentation }}_features as (
    -- Cast before they meet: a list of BIGINT and FLOAT would be one of FLOAT.
    select
        customer_id,
        columns(* exclude (customer_id))::double,
    from {{ ref(segmentation ~ '_features') }}
),

{% endfor -%}

unioned as (
    {% for segmentation in var('segmentations') -%}
    select
        '{{ segmentation }}' as segmentation,
        customer_id,
        {{ feature_vector() }} as features,
    from {{ segmentation }}_features
    {% if not loop.last %}union all{% endif %}
    {% endfor %}
),

logged as (
    select
        segmentation,
        list(position) filter (where transform = 'log1p') as positions,
    from feature_list
    group by segmentation
),

-- What the scoring query gives a reason for instead of a segment.
usable as (
    select unioned.*
    from unioned
    inner join logged on unioned.segmentation = logged.segmentation
    where
        list_count(unioned.features) = len(unioned.features)
        and list_min(unioned.features) >= -1e100
        and list_max(unioned.features) <= 1e100
        and coalesce(
            list_min(list_select(unioned.features, logged.positions)) > -1, true
        )
)

select * from usable
