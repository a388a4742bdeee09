-- depends_on: {{ ref('segment_gate') }}
with

kmeans_assignments as (
    select * from {{ ref('kmeans_assignments') }}
),

unscored as (
    select
        segmentation,
        customer_id,
        unscored_reason as reason,
        fit_number
    from kmeans_assignments
    where segment_id is null
)

select * from unscored
{{ keep_held_back() }}
order by segmentation, customer_id
