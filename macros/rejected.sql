{#- The columns that say of a row why it is set aside, from what `fault` made; all null if it is not. -#}
{% macro rejected(fault) -%}
{{ fault }}['column'] as rejected_column,
        {{ fault }}['problem'] as problem,
        {{ fault }}['column'] || ' ' || {{ fault }}['problem'] as rejection_reason,
        case when {{ fault }} is not null then [received] end as received,
{%- endmacro %}
