{#-
    Every value of these columns is there, is finite and lies from low to high, {column: [low,
    high]}; either bound may be null. One test, so that the rows are read once.
-#}
{% test accepted_ranges(model, ranges) %}

select *
from {{ model }}
where
    false
    {%- for column, bounds in ranges.items() %}
    or {{ column }} is null
    or not isfinite({{ column }})
    {%- if bounds[0] is not none %}
    or {{ column }} < {{ bounds[0] }}
    {%- endif %}
    {%- if bounds[1] is not none %}
    or {{ column }} > {{ bounds[1] }}
    {%- endif %}
    {%- endfor %}

{% endtest %}
