{#-
    Which fifth a value falls into, 1 to 5 for the highest, given the four cut points in
    between. A value on a cut point belongs to the lower fifth: equal values stay
    together.
-#}
{% macro quintile(value, cut_points) -%}
1
        {%- for position in range(1, 5) %}
        + ({{ value }} > {{ cut_points }}[{{ position }}])::integer
        {%- endfor %}
{%- endmacro %}
