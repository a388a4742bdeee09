{% macro rfm_score(value, cut_points, count) -%}
1
        {%- for position in range(1, count) %}
        + ({{ value }} > {{ cut_points }}[{{ position }}])::integer
        {%- endfor %}
{%- endmacro %}
