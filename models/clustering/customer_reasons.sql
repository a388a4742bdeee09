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
        list(label order by position) as labels,
        list(levels order by position) as levels
    from feature_list
    group by segmentation
),

-- Per feature how far from the average customer, in standard deviations.
scaled as (
    select
        kmeans_assignments.segmentation,
        kmeans_assignments.customer_id,
        list_transform(
            customer_features.features,
            lambda x, i: (
                {{ transformed(
                    'coalesce(x, segmentation_champions.fill_values[i])',
                    'segmentation_champions.transforms[i]'
                ) }}
                - segmentation_champions.centers[i]
            ) / segmentation_champions.scales[i]
        ) as z_scores,
        segmentation_champions.centroids[
            list_position(
                segmentation_champions.segment_ids, kmeans_assignments.segment_id
            )
        ] as own,
        segmentation_champions.centroids[
            list_position(
                segmentation_champions.segment_ids,
                kmeans_assignments.runner_up_segment_id
            )
        ] as runner_up,
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
        list_transform(
            z_scores, lambda z, i: power(z - runner_up[i], 2) - power(z - own[i], 2)
        ) as weights
    from scaled
),

telling as (
    select
        *,
        list_filter(
            list_reverse_sort(
                list_transform(
                    weights, lambda weight, i: {'weight': weight, 'position': -i}
                )
            ),
            lambda item:
                item.weight > 0
                and abs(z_scores[-item.position]) >= {{ least_deviation }}
        ) as features
    from weighed
),

chosen as (
    select
        * replace (
            list_filter(
                features[:3],
                lambda item, place:
                    place < 3
                    or item.weight >= {{ least_share }} * list_sum(weights)
            ) as features
        )
    from telling
),

described as (
    select
        segmentation,
        customer_id,
        list_transform(
            features,
            lambda item: {
                'level': {{ level('z_scores[-item.position]') }},
                'word': levels[-item.position][{{ level('z_scores[-item.position]') }}],
                'label': labels[-item.position],
                'z_score': z_scores[-item.position]
            }
        ) as features
    from chosen
),

worded as (
    select
        segmentation,
        customer_id,
        coalesce(nullif(array_to_string(
            list_transform(
                features,
                lambda feature: format(
                    case
                        when feature.level = 2 then '{1} {2:.1f} σ {3} average'
                        when contains(feature.word, feature.label)
                            then '{0} ({2:.1f} σ {3} average)'
                        else '{0} ({1} {2:.1f} σ {3} average)'
                    end,
                    feature.word,
                    feature.label,
                    abs(feature.z_score),
                    case when feature.z_score < 0 then 'below' else 'above' end
                )
            ),
            ', '
        ), ''), 'close to the average customer') as reason
    from described
)

select * from worded
