{#-
    The columns that say of a row why it is set aside, from what `fault` made, and by which hash the
    row is found in the source again; all null if it is not.
-#}
{% macro rejected(fault) -%}
{{ fault }}['column'] as rejected_column,
        {{ fault }}['problem'] as problem,
        {{ fault }}['column'] || ' ' || {{ fault }}['problem'] as rejection_reason,
        case when {{ fault }} is not null then hash(received) end as received_hash,
{%- endmacro %}
