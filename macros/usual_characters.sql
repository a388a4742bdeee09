{#- What a keyboard has for each of `unusual_characters`. -#}
{% macro usual_characters() -%}
'    ''-'
{%- endmacro %}
