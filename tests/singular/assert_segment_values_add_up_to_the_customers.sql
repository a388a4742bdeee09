-- Guards that no customer's value is lost or counted twice: the values of the segments
-- and of the customers without one add up to those of the segmentation's own customers.
-- A returned row is a segmentation for which they do not.
with

segments as (
    select
        segmentation,
        sum(value_total) as value_total
    from {{ ref('segment_summary') }}
    where value_total is not null
    group by segmentation
),

without_segment as (
    select
        unscored_customers.segmentation,
        sum(customer_values.value) as value_total
    from {{ ref('unscored_customers') }} as unscored_customers
    inner join {{ ref('segmentation_champions') }} as segmentation_champions
        on unscored_customers.segmentation = segmentation_champions.segmentation
    inner join {{ ref('customer_values') }} as customer_values
        on
            segmentation_champions.customers = customer_values.customers
            and unscored_customers.customer_id = customer_values.customer_id
    group by unscored_customers.segmentation
),

expected as (
    {% set values = columns_with_role('value') -%}
    select
        null::string as segmentation,
        null::decimal(38, 4) as value_total
    where false
    {% for name, settings in segmentations().items()
        if values[settings.customers] and values[settings.customers][0].is_additive -%}
    union all
    select
        '{{ name }}' as segmentation,
        sum({{ adapter.quote(values[settings.customers][0].name) }}::decimal(38, 4))
            as value_total
    from {{ ref(settings.customers) }}
    where {{ settings.where or 'true' }}
    {% endfor %}
)

select
    expected.segmentation,
    coalesce(segments.value_total, 0)
    + coalesce(without_segment.value_total, 0) as found,
    expected.value_total as expected
from expected
left join segments on expected.segmentation = segments.segmentation
left join without_segment on expected.segmentation = without_segment.segmentation
where
    coalesce(segments.value_total, 0) + coalesce(without_segment.value_total, 0)
    <> coalesce(expected.value_total, 0)
    and {{ is_not_held_back('expected.segmentation') }}
