with

wide as (
    select
        1 as wines,
        2 as fruits
),

long as (
    select
        product,
        amount
    from wide
    unpivot (
        amount for product in (
            wines as {{ unpivot_name("it's wine") }},
            fruits as {{ unpivot_name('all fruits') }}
        )
    )
)

select * from long
where (product, amount) not in (('it''s wine', 1), ('all fruits', 2))
