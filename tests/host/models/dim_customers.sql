select
    customers.*,
    if(customer_id % 2 = 0, 'shop', 'web') as channel,
from
    {{ customer_segmentation.customers_from_orders(
        ref('fct_orders'),
        customer_id='user_id',
        ordered_at='created_at',
        amount='total',
        order_id='order_id',
    ) }} as customers
