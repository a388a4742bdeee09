{% macro rejected(fault) -%}
{{ fault }}['column'] as rejected_column,
        {{ fault }}['problem'] as problem,
        {{ fault }}['column'] || ' ' || {{ fault }}['problem'] as rejection_reason,
        case when {{ fault }} is not null then {{ row_hash('received') }} end as received_hash
{%- endmacro %}
