{% macro segmentation_features() %}
    {%- set known = ask_python('features_of_all', about='all') if execute -%}
    {%- if known -%}
        {{ return(known) }}
    {%- endif -%}
    {%- set declared = segmentations() -%}
    {%- set columns = {} -%}
    {%- set found = {} -%}
    {%- for name, settings in declared.items() -%}
        {%- do columns.update({settings.customers: customer_columns(settings.customers)}) -%}
        {%- do found.update({name: []}) -%}
    {%- endfor -%}
    {{ return(ask_python('features_of_all', {
        'segmentations': declared, 'columns': columns
    }, about='all') if execute else found) }}
{% endmacro %}
