{% macro usual_characters() -%}
'    ''-'
{%- endmacro %}
