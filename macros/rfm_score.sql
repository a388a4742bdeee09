{#-
    The score of a value, 1 for the lowest, given the cut points between the scores in ascending
    order. A value on a cut point belongs to the lower score: equal values stay together.
-#}
{% macro rfm_score(value, cut_points, count) -%}
1
        {%- for position in range(1, count) %}
        + ({{ value }} > {{ cut_points }}[{{ position }}])::integer
        {%- endfor %}
{%- endmacro %}
