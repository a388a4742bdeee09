{#- Stops the run with one line if an entry of the var `segmentations` is not sound. -#}
{% macro check_segmentation(segmentation, settings) %}
    {%- set says = 'vars: segmentations: ' ~ segmentation ~ ': ' -%}
    {%- set k_range = var('k_range') -%}
    {%- for key in ['source', 'k'] if key not in settings -%}
        {{ exceptions.raise_compiler_error(says ~ key ~ ' is missing.') }}
    {%- endfor -%}
    {%- if settings.source not in source_names() -%}
        {{ exceptions.raise_compiler_error(
            says ~ "there is no source '" ~ settings.source ~ "'; the sources are "
            ~ source_names() | join(', ') ~ '.'
        ) }}
    {%- endif -%}
    {%- if settings.k != 'auto' and (settings.k is not integer or settings.k < 2) -%}
        {{ exceptions.raise_compiler_error(
            says ~ "k is '" ~ settings.k ~ "'; write auto or a whole number from 2."
        ) }}
    {%- endif -%}
    {%- if k_range | length != 2 or k_range[0] < 2 or k_range[1] < k_range[0] -%}
        {{ exceptions.raise_compiler_error(
            'vars: k_range: ' ~ k_range ~ ' is no range; write [low, high], low being 2 or more.'
        ) }}
    {%- endif -%}
{%- endmacro %}
