-- depends_on: {{ ref('segment_gate') }}
with

kmeans_assignments as (
    select * from {{ ref('kmeans_assignments') }}
),

segmentation_champions as (
    select * from {{ ref('segmentation_champions') }}
),

segment_names as (
    select * from {{ ref('segment_names') }}
),

customer_reasons as (
    select * from {{ ref('customer_reasons') }}
),

named as (
    select
        kmeans_assignments.segmentation,
        kmeans_assignments.customer_id,
        segmentation_champions.as_of,
        kmeans_assignments.segment_id,
        segment_names.segment_name,
        kmeans_assignments.confidence,
        kmeans_assignments.confidence
        < {{ var('borderline_confidence') }} as is_borderline,
        kmeans_assignments.is_outlier,
        kmeans_assignments.distance,
        kmeans_assignments.runner_up_segment_id,
        customer_reasons.reason,
        kmeans_assignments.map_x,
        kmeans_assignments.map_y,
        kmeans_assignments.fit_number
    from kmeans_assignments
    inner join segmentation_champions
        on kmeans_assignments.segmentation = segmentation_champions.segmentation
    inner join customer_reasons
        on
            kmeans_assignments.segmentation = customer_reasons.segmentation
            and kmeans_assignments.customer_id = customer_reasons.customer_id
    left join segment_names
        on
            kmeans_assignments.segmentation = segment_names.segmentation
            and kmeans_assignments.segment_id = segment_names.segment_id
    where kmeans_assignments.segment_id is not null
)

select * from named
{{ keep_held_back() }}
order by segmentation, customer_id
