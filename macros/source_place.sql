{#- The var of a source as a mapping: `from` is where it is read, null for the sample. -#}
{% macro source_place(source_name) %}
    {%- set given = var(source_name, none) -%}
    {{ return(given if given is mapping else {'from': given}) }}
{% endmacro %}
