-- Each value beside its own place: two generators in a select would be a cross product on Spark.
with

received as (
    select *
    from (
        values
        ('10000000.0', '2020-02-29 10:00'),
        (null, 'x')
    ) as given (amount, moment)
),

found as (
    {{ values_below('received', ['amount', 'moment'], [2, 8]) }}
),

expected as (
    select *
    from (
        values
        (0, '10000000.0', '10'),
        (0, null, null),
        (1, '2020-02-29 10:00', '2020-02-'),
        (1, 'x', 'x')
    ) as given (place, value, beginning)
)

(select * from found except all select * from expected)
union all
(select * from expected except all select * from found)
