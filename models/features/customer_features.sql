-- feature_list stops the run, in one line, over a feature that is no number.
-- depends_on: {{ ref('feature_list') }}
with

{% for segmentation in var('segmentations') -%}
{{ segmentation }}_features as (
    select * from {{ ref(segmentation ~ '_features') }}
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
)

select * from unioned
