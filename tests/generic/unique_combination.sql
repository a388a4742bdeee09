{#- No two rows agree in all of these columns, and none of them is null. -#}
{% test unique_combination(model, columns) %}

select {{ columns | join(', ') }}
from {{ model }}
group by all
having
    count(*) > 1
    or {{ columns | join(' is null or ') }} is null

{% endtest %}
