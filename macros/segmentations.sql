{#- The declared segmentations, without those that are made from absent sources alone. -#}
{% macro segmentations() %}
    {{ return(declared().segmentations) }}
{% endmacro %}
