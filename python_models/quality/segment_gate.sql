with

kmeans_assignments as (
    select * from {{ ref('kmeans_assignments') }}
),

segmentation_list as (
    select * from {{ ref('segmentation_list') }}
),

segment_checks as (
    select * from {{ ref('segment_checks') }}
),

received as (
    select
        segmentation_list.segmentation as subject,
        count(kmeans_assignments.customer_id) as row_count
    from segmentation_list
    left join kmeans_assignments
        on segmentation_list.segmentation = kmeans_assignments.segmentation
    group by segmentation_list.segmentation
),

{{ gate('segment_checks') }}

select * from decided
order by subject
