{% macro forgotten() %}
    {%- set selects = [] -%}
    {%- for id in (var('forget_customers', []) if execute else []) -%}
        {%- set literal = customer_segmentation.text_literal(id) -%}
        {%- do selects.append('select md5(coalesce('
            ~ customer_segmentation.clean_customer_id(literal) ~ ', ' ~ literal ~ '))') -%}
    {%- endfor -%}
    {%- if not selects -%}
        {{ return([]) }}
    {%- endif -%}
    {{ return(run_query(selects | join(' union all ')).columns[0].values() | list) }}
{% endmacro %}
