{% macro rfm_cut_points(measure) -%}
{%- set scores = var('rfm_scores') -%}
{%- if scores is mapping -%}
{{ customer_segmentation.list_of(scores[measure]) }}::{{ customer_segmentation.list_type('double') }}
{%- else -%}
{%- set shares = [] -%}
{%- for position in range(1, scores) -%}
    {%- do shares.append(position / scores) -%}
{%- endfor -%}
{{ customer_segmentation.quantiles(measure, shares) }}
{%- endif -%}
{%- endmacro %}
