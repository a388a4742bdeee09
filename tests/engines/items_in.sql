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

items as (
    select
        what,
        {{ items_in('list') }} as item
    from lists
),

expected as (
    select *
    from (
        values
        ('two', 'a'),
        ('two', null),
        ('one', 'a')
    ) as given (what, item)
)

(select * from items except all select * from expected)
union all
(select * from expected except all select * from items)
