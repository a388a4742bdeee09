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
    {%- if var('refit') not in ['auto', 'always', 'never'] -%}
        {{ exceptions.raise_compiler_error(
            "vars: refit: '" ~ var('refit') ~ "' is none of auto, always, never."
        ) }}
    {%- endif -%}
    {%- for name in var('forget_fits') if name not in var('segmentations') -%}
        {{ exceptions.raise_compiler_error(
            "vars: forget_fits: there is no segmentation '" ~ name ~ "'."
        ) }}
    {%- endfor -%}
    {%- for name, low, high in [
        ('k_min_share', 0, 1), ('k_min_stability', -1, 1), ('k_silhouette_tie', 0, 2),
        ('evidence_rows', 100, none), ('fit_rows', 100, none), ('drift_threshold', 0, none),
        ('borderline_confidence', 0, 1), ('outlier_quantile', 0, 1),
        ('audience_holdout_share', 0, 1), ('small_cell_threshold', 0, none),
    ] -%}
        {%- set value = var(name) -%}
        {%- if value is not number or value != value or value < low or (high is not none and value > high) -%}
            {{ exceptions.raise_compiler_error(
                'vars: ' ~ name ~ ": '" ~ value ~ "' is no number from " ~ low
                ~ (' to ' ~ high if high is not none else '') ~ '.'
            ) }}
        {%- endif -%}
    {%- endfor -%}
{%- endmacro %}
