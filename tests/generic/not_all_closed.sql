{#-
    A gate lets something pass. One that holds back some of its subjects lets the build go on
    without them; where it holds back all there is nothing to go on with.
-#}
{% test not_all_closed(model) %}

select *
from {{ model }}
qualify count(*) filter (where is_open) over () = 0

{% endtest %}
