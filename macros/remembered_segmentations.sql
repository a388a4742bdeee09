{% macro remembered_segmentations(customers, listed=true) %}
    {%- set names = [] -%}
    {%- for name, settings in segmentations().items()
        if settings.customers == customers and name not in var('forget_fits')
        and (listed or not settings.features) -%}
        {%- do names.append(name) -%}
    {%- endfor -%}
    {{ return(names) }}
{% endmacro %}
