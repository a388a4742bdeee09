with

items as (
    select
        1 as place,
        'a' as item,
        2 as weight,
        'last' as what
),

kept as (
    select {{ all_but(['item', 'weight']) }} from items
)

-- A union takes only as many columns, and takes them by their places.
select * from kept
where place <> 1 or what <> 'last'
union all
select
    2 as place,
    'never' as what
from kept
where place is null
