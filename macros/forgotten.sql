{#-
    The customers of the var forget_customers, each as md5 of the id: what is written into views and
    tables to leave them out is not to be the id itself.
-#}
{% macro forgotten() %}
    {%- set hashes = [] -%}
    {%- for id in (var('forget_customers', []) if execute else []) -%}
        {%- set literal = customer_segmentation.text_literal(id) -%}
        {%- do hashes.append(run_query(
            'select md5(coalesce(' ~ customer_segmentation.clean_customer_id(literal) ~ ', '
            ~ literal ~ '))'
        ).rows[0][0]) -%}
    {%- endfor -%}
    {{ return(hashes) }}
{% endmacro %}
