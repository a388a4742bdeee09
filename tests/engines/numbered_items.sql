-- Each item beside its own place: two generators in a select would be a cross product on Spark.
with

lists as (
    select *
    from (
        values
        ('two', {{ list_of(["'b'", "'a'"]) }}),
        ('and a null', {{ list_of(["null", "'a'"]) }})
    ) as given (what, list)
),

items as (
    select
        what,
        {{ numbered_items('list', 'place', 'item') }}
    from lists
    union all
    select
        'counted ' || what,
        {{ numbered_items('list', 'place', 'item', 2) }}
    from lists
),

expected as (
    select *
    from (
        values
        ('two', 1, 'b'),
        ('two', 2, 'a'),
        ('and a null', 1, null),
        ('and a null', 2, 'a'),
        ('counted two', 1, 'b'),
        ('counted two', 2, 'a'),
        ('counted and a null', 1, null),
        ('counted and a null', 2, 'a')
    ) as given (what, place, item)
)

(select * from items except all select * from expected)
union all
(select * from expected except all select * from items)
