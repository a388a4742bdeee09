{% macro keep_held_back(key='segmentation') %}
    {%- set held = held_back(key) -%}
    {%- if held -%}
        {%- set listed = "('" ~ held | join("', '") ~ "')" -%}
where {{ key }} not in {{ listed }}
        {%- if load_relation(this) %}
union all
select {{ model.columns | join(', ') }}
from {{ this }}
where {{ key }} in {{ listed }}
        {%- endif -%}
    {%- endif -%}
{% endmacro %}
