{#- The segmentations of a customers model whose recorded customers should still be there. -#}
{% macro remembered_segmentations(customers) %}
    {%- set names = [] -%}
    {%- for name, settings in segmentations().items()
        if settings.customers == customers and name not in var('forget_fits') -%}
        {%- do names.append(name) -%}
    {%- endfor -%}
    {{ return(names) }}
{% endmacro %}
