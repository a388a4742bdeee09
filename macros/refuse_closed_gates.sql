{% macro refuse_closed_gates() -%}
    {#- A variable, because a select would leave a result open on the connection. -#}
    set variable closed_gates = (
        select
            case
                when count(*) > 0
                    then error(
                        'not published: the gate of ' || string_agg(distinct subject, ', ' order by subject)
                        || ' is closed. marts.data_quality_results says why; the file published'
                        || ' before stays. Use dbt build, which stops at the gate.'
                    )
            end
        from (
            from {{ ref('source_gate') }}
            union all
            from {{ ref('customer_gate') }}
            union all
            from {{ ref('segment_gate') }}
        )
        where not is_open and {{ flags.WHICH != 'build' }}
    )
{%- endmacro %}
