with

kmeans_assignments as (
    select * from {{ ref('kmeans_assignments') }}
),

segment_names as (
    select * from {{ ref('segment_names') }}
),

segmentation_list as (
    select * from {{ ref('segmentation_list') }}
),

named as (
    select
        kmeans_assignments.segmentation,
        kmeans_assignments.customer_id,
        segmentation_list.as_of,
        kmeans_assignments.segment_id,
        segment_names.segment_name,
        kmeans_assignments.distance,
        kmeans_assignments.runner_up_segment_id,
        kmeans_assignments.fit_number,
    from kmeans_assignments
    inner join segmentation_list
        on kmeans_assignments.segmentation = segmentation_list.segmentation
    left join segment_names
        on
            kmeans_assignments.segmentation = segment_names.segmentation
            and kmeans_assignments.segment_id = segment_names.segment_id
)

select * from named
order by segmentation, customer_id
