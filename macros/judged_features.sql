{% macro judged_features(customers, features_of) %}
    {%- set missing = {} -%}
    {%- for name, settings in segmentations().items() if settings.customers == customers -%}
        {%- for feature in features_of[name] -%}
            {%- do missing.update({feature.name: feature.missing}) -%}
        {%- endfor -%}
    {%- endfor -%}
    {{ return(missing) }}
{% endmacro %}
