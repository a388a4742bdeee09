-- Guards that no customer is lost or doubled: each customer of a segmentation has
-- either one segment or one reason why not, and the customers that a fit sees are those
-- with a segment. A returned row is a customer for whom that is not so.
with

places as (
    {% for name, settings in segmentations().items() -%}
    select
        '{{ name }}' as segmentation,
        customer_id::string as customer_id,
        'customers model' as place
    from {{ ref(settings.customers) }}
    where {{ settings.where or 'true' }}
    union all
    {% endfor -%}
    select
        segmentation,
        customer_id,
        'fitted' as place
    from {{ ref('customer_features') }}
    union all
    select
        segmentation,
        customer_id,
        'segment' as place
    from {{ ref('customer_segments') }}
    union all
    select
        segmentation,
        customer_id,
        'unscored' as place
    from {{ ref('unscored_customers') }}
),

together as (
    select
        segmentation,
        customer_id,
        {{ list_ordered('place', 'place') }} as found
    from places
    group by all
)

select * from together
where
    found <> {{ list_of(["'customers model'", "'fitted'", "'segment'"]) }}
    and found <> {{ list_of(["'customers model'", "'unscored'"]) }}
    and {{ is_not_held_back() }}
