with

rows_found as (
    select
        what,
        cast(row_number() over (order by {{ row_of(['name', 'amount']) }}) as integer) as place,
        cast(count(*) over (partition by {{ row_of(['name', 'amount']) }}) as integer) as row_count
    from (
        values
        ('missing', null, 1),
        ('second missing', 'a', null),
        ('second', 'a', 2),
        ('first', 'a', 1),
        ('twice', 'b', 1),
        ('twice', 'b', 1)
    ) as given (what, name, amount)
)

select * from rows_found
where (what, place, row_count) not in (
    ('first', 1, 1),
    ('second', 2, 1),
    ('second missing', 3, 1),
    ('twice', 4, 2),
    ('twice', 5, 2),
    ('missing', 6, 1)
)
