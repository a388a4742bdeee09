-- Guards that scoring neither drops nor doubles a customer. A returned row is a
-- customer with features whose segments are not exactly one.
select
    customer_features.segmentation,
    customer_features.customer_id,
    count(customer_segments.segment_id) as segment_count,
from {{ ref('customer_features') }} as customer_features
left join {{ ref('customer_segments') }} as customer_segments
    on
        customer_features.segmentation = customer_segments.segmentation
        and customer_features.customer_id = customer_segments.customer_id
group by all
having count(customer_segments.segment_id) <> 1
