{#-
    In a hook: ends the model with the message that a query finds, if it finds one. dbt-spark runs no
    hook outside of a transaction, and Spark no select that nobody fetches.
-#}
{% macro refuse_where(query, in_transaction=true) %}
    {{ return(adapter.dispatch('refuse_where', 'customer_segmentation')(query, in_transaction)) }}
{% endmacro %}

{% macro duckdb__refuse_where(query, in_transaction) %}
    {%- if not in_transaction -%}
        {#- A variable, because a select would leave a result open on the connection. -#}
        {{ return('set variable refused = (select error(message) from (' ~ query ~ ') where message is not null)') }}
    {%- endif -%}
{% endmacro %}

{% macro spark__refuse_where(query, in_transaction) %}
    {%- for message in (run_query(query).columns[0].values() if execute and in_transaction else [])
        if message is not none -%}
        {{ exceptions.raise_compiler_error(message) }}
    {%- endfor -%}
{% endmacro %}
