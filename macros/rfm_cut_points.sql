{% macro rfm_cut_points(measure) -%}
{%- set scores = var('rfm_scores') -%}
{%- if scores is mapping -%}
{{ scores[measure] }}::double[]
{%- else -%}
{%- set shares = [] -%}
{%- for position in range(1, scores) -%}
    {%- do shares.append(position / scores) -%}
{%- endfor -%}
quantile_cont({{ measure }}, {{ shares }})
{%- endif -%}
{%- endmacro %}
