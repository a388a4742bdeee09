{#-
    The features of each segmentation in their order, {segmentation: [features]}, as
    src/customers.py takes them from the columns of its customers model.
-#}
{% macro segmentation_features() %}
    {%- set found = {} -%}
    {%- for name, settings in segmentations().items() -%}
        {%- set columns = customer_columns(settings.customers) -%}
        {%- do found.update({name: ask_python('segmentation_features', {
            'segmentation': name, 'settings': settings, 'columns': columns
        }) if columns else []}) -%}
    {%- endfor -%}
    {{ return(found) }}
{% endmacro %}
