with

items as (
    select {{ list_of(['0.5e0', 'null', '-0.25e0', '2e0']) }} as numbers
)

select {{ list_total('numbers') }} as total from items
where {{ list_total('numbers') }} is distinct from 2.25
