{% test sums_to(model, column_name, total, group_by) %}

select
    {{ group_by | join(', ') }},
    sum({{ column_name }}) as found
from {{ model }}
group by all
having found is null or abs(found - {{ total }}) > 1e-9

{% endtest %}
