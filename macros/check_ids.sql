{% macro check_ids(says, relation, header) %}
    {%- set id = customer_segmentation.quoted(header) -%}
    {%- if not flags.EMPTY and run_query(
        'select 1 from ' ~ relation
        ~ ' where ' ~ customer_segmentation.clean_customer_id(id) ~ ' is not null limit 1'
    ).rows | length == 0 -%}
        {{ exceptions.raise_compiler_error(
            says ~ "has no value in its column '" ~ header ~ "', so it says nothing "
            ~ 'about whom. Have the file made again with its ids.'
        ) }}
    {%- endif -%}
{% endmacro %}
