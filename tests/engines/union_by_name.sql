with

newer as (
    select
        1 as place,
        'a' as item,
        true as is_new
),

-- Without is_new, and in another order.
older as (
    select
        'b' as item,
        2 as place
),

together as (
    select
        place,
        item,
        is_new
    from (
        {{ union_by_name(['newer', 'older'], ['place', 'item', 'is_new']) }}
    ) as rows_found
),

expected as (
    select *
    from (
        values
        (1, 'a', true),
        (2, 'b', null)
    ) as given (place, item, is_new)
)

(select * from together except all select * from expected)
union all
(select * from expected except all select * from together)
