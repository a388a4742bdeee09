{% test not_all_closed(model) %}

select *
from {{ model }}
qualify count(*) filter (where is_open) over () = 0

{% endtest %}
