{#- Every value is there, is finite and lies from low to high; either bound may be left out. -#}
{% test accepted_range(model, column_name, low=none, high=none) %}

select *
from {{ model }}
where
    {{ column_name }} is null
    or not isfinite({{ column_name }})
    {% if low is not none %}or {{ column_name }} < {{ low }}{% endif %}
    {% if high is not none %}or {{ column_name }} > {{ high }}{% endif %}

{% endtest %}
