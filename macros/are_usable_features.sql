{% macro are_usable_features(features) -%}
true
        {%- for feature in features %}
        {%- set value = adapter.quote(feature.name) ~ '::double' %}
        {%- set low = feature.range[0] if feature.range[0] is not none else -1e100 %}
        {%- set high = feature.range[1] if feature.range[1] is not none else 1e100 %}
        and (
            {{ value }} is null and {{ feature.missing == 'median' }}
            or {{ value }} between {{ low }} and {{ high }}
            {{- ' and ' ~ value ~ ' > -1' if feature.transform == 'log1p' }}
        )
        {%- endfor %}
{%- endmacro %}
