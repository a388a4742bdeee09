{% macro is_not_held_back(column='segmentation') -%}
    {%- set held = held_back() -%}
    {%- if held -%}
        {{ column }} not in ('{{ held | join("', '") }}')
    {%- else -%}
        true
    {%- endif -%}
{%- endmacro %}
