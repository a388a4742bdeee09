{#- The names of the customers models that segmentations are of, each once. -#}
{% macro customers_models() %}
    {{ return(segmentations().values() | map(attribute='customers') | unique | list) }}
{% endmacro %}
