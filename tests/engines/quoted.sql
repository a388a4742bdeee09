with

wide as (
    select
        1 as {{ quoted('all "red" wines') }},
        2 as fruits
),

long as (
    select
        product,
        amount
    from wide
    unpivot (
        amount for product in (
            {{ quoted('all "red" wines') }} as {{ quoted("It's `red`") }},
            fruits as {{ quoted('all "fruits"') }}
        )
    )
)

select * from long
where (product, amount) not in (('It''s `red`', 1), ('all "fruits"', 2))
