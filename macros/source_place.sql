{% macro source_place(source_name) %}
    {%- set given = var(source_name, none) -%}
    {{ return(given if given is mapping else {'from': given}) }}
{% endmacro %}
