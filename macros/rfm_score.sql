{% macro rfm_score(value, cut_points, count) -%}
1
        {%- for position in range(1, count) %}
        + ({{ value }} > {{ customer_segmentation.list_item(cut_points, position) }})::integer
        {%- endfor %}
{%- endmacro %}
