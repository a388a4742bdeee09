{#-
    What an incremental model is configured with so that what it selects takes the place of the rows
    with the same key, in one step that a reader sees whole or not at all. On Spark only one statement
    is that: of a table in partitions the ones that are selected are overwritten.
-#}
{% macro replaced_by(key) %}
    {{ return(adapter.dispatch('replaced_by', 'customer_segmentation')(key)) }}
{% endmacro %}

{#- One text: of a list dbt makes a join of all new rows with all recorded ones. -#}
{% macro duckdb__replaced_by(key) %}
    {{ return({'incremental_strategy': 'delete+insert', 'unique_key': key | join(', ')}) }}
{% endmacro %}

{% macro spark__replaced_by(key) %}
    {{ return({'incremental_strategy': 'insert_overwrite', 'partition_by': key}) }}
{% endmacro %}
