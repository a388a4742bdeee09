{% macro fit_settings(k, k_range) -%}
{%- set settings = {
    'k': "'" ~ k ~ "'",
    'k_min': k_range[0],
    'k_max': k_range[1],
    'k_min_share': var('k_min_share') ~ '::double',
    'k_min_stability': var('k_min_stability') ~ '::double',
    'k_silhouette_tie': var('k_silhouette_tie') ~ '::double',
    'evidence_rows': var('evidence_rows'),
    'fit_rows': var('fit_rows'),
    'outlier_quantile': var('outlier_quantile') ~ '::double',
    'random_seed': var('random_seed'),
} -%}
{%- if var('k_evidence') == 'all' -%}
    {%- do settings.update({'k_evidence': "'all'"}) -%}
{%- endif -%}
{{ struct_of(settings) }}
{%- endmacro %}
