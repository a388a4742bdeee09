{% set threshold = var('small_cell_threshold') -%}
with

customer_segments as (
    select * from {{ ref('customer_segments') }}
),

segmentation_list as (
    select * from {{ ref('segmentation_list') }}
),

customer_attributes as (
    select * from {{ ref('customer_attributes') }}
),

counted as (
    select
        segmentation_list.customers,
        customer_segments.segmentation,
        customer_segments.segment_id,
        customer_segments.segment_name,
        customer_attributes.attribute,
        customer_attributes.attribute_value,
        count(*) as customer_count,
        customer_segments.as_of,
        customer_segments.fit_number
    from customer_segments
    inner join segmentation_list
        on customer_segments.segmentation = segmentation_list.segmentation
    inner join customer_attributes
        on
            segmentation_list.customers = customer_attributes.customers
            and customer_segments.customer_id = customer_attributes.customer_id
    group by all
),

{% if threshold -%}
-- Over all segmentations of a customers model: they are of the same customers, so that one could
-- be subtracted from another that has other values merged.
smallest_cells as (
    select
        customers,
        attribute,
        attribute_value,
        min(customer_count) as smallest_count
    from counted
    group by all
),

ranked as (
    select
        *,
        dense_rank() over (
            order by smallest_count asc, attribute_value asc
        ) as merge_rank
    from smallest_cells
),

-- Up to which rank values are merged: none, and then one more each time.
cutoffs as (
    select 0 as cutoff
    union distinct
    select merge_rank as cutoff
    from ranked
),

recounted as (
    select
        counted.customers,
        counted.segmentation,
        counted.segment_id,
        counted.segment_name,
        counted.attribute,
        cutoffs.cutoff,
        case
            when ranked.merge_rank <= cutoffs.cutoff then 'Other'
            else counted.attribute_value
        end as attribute_value,
        sum(counted.customer_count)::bigint as customer_count,
        counted.as_of,
        counted.fit_number
    from counted
    inner join ranked
        on
            counted.customers = ranked.customers
            and counted.attribute = ranked.attribute
            and counted.attribute_value = ranked.attribute_value
    cross join cutoffs
    group by all
),

judged as (
    select
        *,
        min(customer_count) over (partition by customers, attribute, cutoff)
        >= {{ threshold }} as is_safe
    from recounted
),

recoded as (
    select * from judged
    window attributes as (partition by customers, attribute)
    qualify
        cutoff = coalesce(
            min(cutoff) filter (where is_safe) over attributes,
            max(cutoff) over attributes
        )
),

{% endif -%}
shared as (
    select
        *,
        customer_count / sum(customer_count) over segments as customer_share,
        sum(customer_count) over attribute_values
        / sum(customer_count) over attributes as population_share
    from {{ 'recoded' if threshold else 'counted' }}
    window
        segments as (partition by segmentation, segment_id, attribute),
        attributes as (partition by segmentation, attribute),
        attribute_values as (partition by segmentation, attribute, attribute_value)
),

indexed as (
    select
        segmentation,
        segment_id,
        segment_name,
        attribute,
        attribute_value,
        customer_count,
        customer_share,
        population_share,
        100 * customer_share / population_share as index_to_population,
        as_of,
        fit_number
    from shared
)

select * from indexed
{{ keep_held_back() }}
order by segmentation, segment_id, attribute, attribute_value
