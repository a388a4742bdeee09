{#-
    The features of a segmentation in their order, as src/customers.py takes them from the columns
    of its customers model.
-#}
{% macro segmentation_features(segmentation, settings, columns) %}
    {%- if not columns -%}
        {{ return([]) }}
    {%- endif -%}
    {{ return(ask_python('segmentation_features', {
        'segmentation': segmentation, 'settings': settings, 'columns': columns
    })) }}
{% endmacro %}
