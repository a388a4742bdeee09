-- Ends a build red where a gate holds a segmentation back, after the others have been
-- published: their marts are new, those of the one are of the last build that passed. A
-- returned row is a customers model or a segmentation that is held back.
-- depends_on: {{ ref('published_tables') }}
select
    subject,
    critical_count
from {{ ref('customer_gate') }}
where not is_open
union all
select
    subject,
    critical_count
from {{ ref('segment_gate') }}
where not is_open
