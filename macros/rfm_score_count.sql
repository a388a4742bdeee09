{% macro rfm_score_count(measure) %}
    {%- set scores = var('rfm_scores') -%}
    {{ return((scores[measure] | length) + 1 if scores is mapping else scores) }}
{% endmacro %}
