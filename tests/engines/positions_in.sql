with

lists as (
    select *
    from (
        values
        ('two', {{ list_of(["'a'", "null"]) }}),
        ('one', {{ list_of(["'a'"]) }}),
        ('none', null)
    ) as given (what, list)
),

positions as (
    select
        what,
        {{ positions_in('list') }} as place
    from lists
),

expected as (
    select *
    from (
        values
        ('two', 1),
        ('two', 2),
        ('one', 1)
    ) as given (what, place)
)

(select * from positions except all select * from expected)
union all
(select * from expected except all select * from positions)
