{% macro customers_models() %}
    {{ return(segmentations().values() | map(attribute='customers') | unique | list) }}
{% endmacro %}
