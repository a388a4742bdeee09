-- A mart is what a host may go on from.
select
    customer_id::integer as user_id,
    segment_name,
from {{ ref('customer_segmentation', 'customer_segments') }}
where segmentation = 'buyers'
