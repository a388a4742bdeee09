{#-
    Where another engine has looked into a file than the one that reads it: whether both find the same.
-#}
{% macro refuse_misread(says, read) %}
    {{ return(adapter.dispatch('refuse_misread', 'customer_segmentation')(says, read)) }}
{% endmacro %}

{% macro duckdb__refuse_misread(says, read) %}
{% endmacro %}

{% macro spark__refuse_misread(says, read) %}
    {%- if read.proof -%}
        {%- set found = run_query(read.proof.query).rows[0][0] -%}
        {%- if found != read.proof.expected -%}
            {{ exceptions.raise_compiler_error(
                says ~ 'is read by Spark in another way than by DuckDB: ' ~ found.split(' ')[1]
                ~ ' rows of ' ~ read.proof.expected.split(' ')[1] ~ ', or other values. Make a table '
                ~ 'of it, and name that: schema.table.'
            ) }}
        {%- endif -%}
    {%- endif -%}
{% endmacro %}
