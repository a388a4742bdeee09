{#- The sources that are there, each with a seed, a var, and base_, checked_ and stg_ models of its name. -#}
{% macro source_names() -%}
    {{ return(var('sources')) }}
{%- endmacro %}
