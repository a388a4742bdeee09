-- Guards that no customer is lost or doubled: each row of a features model has either
-- one segment or one reason why not, and the rows that a fit sees are those with a
-- segment. A returned row is a customer for whom that is not so.
with

places as (
    {% for segmentation in var('segmentations') -%}
    select
        '{{ segmentation }}' as segmentation,
        customer_id,
        'features model' as place,
    from {{ ref(segmentation ~ '_features') }}
    union all
    {% endfor -%}
    select
        segmentation,
        customer_id,
        'fitted' as place,
    from {{ ref('customer_features') }}
    union all
    select
        segmentation,
        customer_id,
        'segment' as place,
    from {{ ref('customer_segments') }}
    union all
    select
        segmentation,
        customer_id,
        'unscored' as place,
    from {{ ref('unscored_customers') }}
),

together as (
    select
        segmentation,
        customer_id,
        list(place order by place) as found,
    from places
    group by all
)

select * from together
where
    found <> ['features model', 'fitted', 'segment']
    and found <> ['features model', 'unscored']
