{% macro segmentations() %}
    {{ return(declared().segmentations) }}
{% endmacro %}
