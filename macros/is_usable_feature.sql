{#- Whether K-Means can use a feature's value: in step with `_faults` of src/segmentation/scoring.py. -#}
{% macro is_usable_feature(feature) -%}
{%- set value = adapter.quote(feature.name) ~ '::double' -%}
{%- set low, high = feature.range[0], feature.range[1] -%}
(
            {% if feature.missing == 'median' -%}
            {{ value }} is null
            or
            {% endif -%}
            {{ value }} between {{ low if low is not none else -1e100 }} and {{ high if high is not none else 1e100 }}
            {%- if feature.transform == 'log1p' %}
            and {{ value }} > -1
            {%- endif %}
        )
{%- endmacro %}
