-- sqlfluff cannot read lambdas.
-- noqa: disable=all
{# What the third feature of a reason has to weigh; two need no minimum. #}
{% set least_share = 0.1 %}
{# Standard deviations off the average below which nobody would call it a reason. #}
{% set least_deviation = 0.3 %}

with

customer_features as (
    select * from {{ ref('customer_features') }}
),

kmeans_assignments as (
    select * from {{ ref('kmeans_assignments') }}
),

segmentation_champions as (
    select * from {{ ref('segmentation_champions') }}
),

feature_list as (
    select * from {{ ref('feature_list') }}
),

words as (
    select
        segmentation,
        {{ list_ordered('label', 'position') }} as labels,
        {{ list_ordered('levels', 'position') }} as levels
    from feature_list
    group by segmentation
),

-- Per feature how far from the average customer, in standard deviations.
scaled as (
    select
        kmeans_assignments.segmentation,
        kmeans_assignments.customer_id,
        {% call(value, place) mapped('customer_features.features') -%}
            (
                {{ transformed(
                    'coalesce(' ~ value ~ ', '
                    ~ list_item('segmentation_champions.fill_values', place) ~ ')',
                    list_item('segmentation_champions.transforms', place)
                ) }}
                - {{ list_item('segmentation_champions.centers', place) }}
            ) / {{ list_item('segmentation_champions.scales', place) }}
        {%- endcall %} as z_scores,
        {{ list_item(
            'segmentation_champions.centroids',
            'array_position(segmentation_champions.segment_ids, kmeans_assignments.segment_id)'
        ) }} as own,
        {{ list_item(
            'segmentation_champions.centroids',
            'array_position(segmentation_champions.segment_ids,'
            ~ ' kmeans_assignments.runner_up_segment_id)'
        ) }} as runner_up,
        words.labels,
        words.levels
    from kmeans_assignments
    inner join customer_features
        on
            kmeans_assignments.segmentation = customer_features.segmentation
            and kmeans_assignments.customer_id = customer_features.customer_id
    inner join segmentation_champions
        on kmeans_assignments.segmentation = segmentation_champions.segmentation
    inner join words on kmeans_assignments.segmentation = words.segmentation
),

-- By how much each feature makes the runner-up's centroid the farther one: these add up
-- to the difference of the squared distances.
weighed as (
    select
        *,
        {% call(z_score, place) mapped('z_scores') -%}
            power({{ z_score }} - {{ list_item('runner_up', place) }}, 2)
            - power({{ z_score }} - {{ list_item('own', place) }}, 2)
        {%- endcall %} as weights
    from scaled
),

-- The heaviest first, of the equally heavy the one that is listed first.
sorted as (
    select
        *,
        {% set places -%}
        {% call(weight, place) mapped('weights') -%}
            {{ struct_of({'weight': weight, 'position': '-' ~ place}) }}
        {%- endcall %}
        {%- endset %}
        {{ highest_first(places) }} as places
    from weighed
),

telling as (
    select
        *,
        {% call(feature) kept('places') -%}
            {{ feature }}.weight > 0
            and abs({{ list_item('z_scores', '-' ~ feature ~ '.position') }})
            >= {{ least_deviation }}
        {%- endcall %} as telling
    from sorted
),

chosen as (
    select
        *,
        {% call(feature, place) kept(first_items('telling', 3)) -%}
            {{ place }} < 3
            or {{ feature }}.weight >= {{ least_share }} * {{ list_total('weights') }}
        {%- endcall %} as chosen
    from telling
),

described as (
    select
        segmentation,
        customer_id,
        {% call(feature) mapped('chosen') -%}
            {% set position = '-' ~ feature ~ '.position' -%}
            {% set z_score = list_item('z_scores', position) -%}
            {{ struct_of({
                'level': level(z_score),
                'word': list_item(list_item('levels', position), level(z_score)),
                'label': list_item('labels', position),
                'z_score': z_score
            }) }}
        {%- endcall %} as features
    from chosen
),

worded as (
    select
        segmentation,
        customer_id,
        {% set reasons -%}
        {% call(feature) mapped('features') -%}
            {% set deviation -%}
            {{ fixed('abs(' ~ feature ~ '.z_score)', 1) }} || ' σ '
            || case when {{ feature }}.z_score < 0 then 'below' else 'above' end
            || ' average'
            {%- endset -%}
            case
                when {{ feature }}.level = 2
                    then {{ feature }}.label || ' ' || {{ deviation }}
                when contains({{ feature }}.word, {{ feature }}.label)
                    then {{ feature }}.word || ' (' || {{ deviation }} || ')'
                else
                    {{ feature }}.word || ' (' || {{ feature }}.label || ' '
                    || {{ deviation }} || ')'
            end
        {%- endcall %}
        {%- endset %}
        coalesce(
            nullif({{ joined_text(reasons, ', ') }}, ''), 'close to the average customer'
        ) as reason
    from described
)

select * from worded
