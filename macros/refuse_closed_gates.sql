{% macro refuse_closed_gates(in_transaction) -%}
    {%- set query -%}
    select
        'not published: the gate of ' || {{ text_list('distinct subject', ', ', 'subject') }}
        || ' is closed. marts.data_quality_results says why; the file published'
        || ' before stays. Use dbt build, which stops at the gate.' as message
    from (
        select * from {{ ref('source_gate') }}
        union all
        select * from {{ ref('customer_gate') }}
        union all
        select * from {{ ref('segment_gate') }}
    ) as gates
    where not is_open
    {%- endset -%}
    {%- if flags.WHICH != 'build' -%}
        {{ refuse_where(query, in_transaction) }}
    {%- endif -%}
{%- endmacro %}
