-- Two thousand made-up orders of three hundred customers, some of them of nothing.
select
    order_id,
    1 + (order_id * 7919) % 300 as user_id,
    timestamp '2024-01-01' + to_hours((order_id * 31) % 8000) as created_at,
    ((order_id * 37) % 4000 / 100)::decimal(9, 2) as total,
    order_id * {{ var('free_delivery_from') }} as points,
from range(1, 2001) as orders (order_id)
