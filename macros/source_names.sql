{#- The sources, each with a seed, a var, and base_, checked_ and stg_ models of its name. -#}
{% macro source_names() -%}
    {{ return(['mall_customers', 'campaign_customers', 'retail_transactions']) }}
{%- endmacro %}
