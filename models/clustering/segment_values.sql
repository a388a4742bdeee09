{#- From and up to how many times the mean over all a segment's is high or low. -#}
{%- set high_from = 1.5 -%}
{%- set low_to = 0.5 -%}

with

kmeans_assignments as (
    select * from {{ ref('kmeans_assignments') }}
),

segmentation_champions as (
    select * from {{ ref('segmentation_champions') }}
),

customer_values as (
    select * from {{ ref('customer_values') }}
),

segments as (
    select
        kmeans_assignments.segmentation,
        kmeans_assignments.segment_id,
        sum(customer_values.value) as value_sum,
        count(*) as customer_count
    from kmeans_assignments
    inner join segmentation_champions
        on kmeans_assignments.segmentation = segmentation_champions.segmentation
    inner join customer_values
        on
            segmentation_champions.customers = customer_values.customers
            and kmeans_assignments.customer_id = customer_values.customer_id
    where
        kmeans_assignments.segment_id is not null
        and customer_values.value is not null
    group by all
),

totalled as (
    select
        *,
        sum(value_sum) over (partition by segmentation) as total_value_sum,
        sum(customer_count) over (partition by segmentation) as total_customer_count
    from segments
),

compared as (
    select
        segmentation,
        segment_id,
        value_sum::double / customer_count as segment_mean,
        total_value_sum::double / total_customer_count as population_mean
    from totalled
),

-- How many times a mean that is not above 0 says nothing.
levelled as (
    select
        *,
        case
            when segment_mean >= {{ high_from }} * population_mean then 3
            when segment_mean <= {{ low_to }} * population_mean then 1
            else 2
        end as level
    from compared
    where population_mean > 0
)

select * from levelled
