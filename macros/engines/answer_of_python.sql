{% macro answer_of_python(function, question) %}
    {{ return(adapter.dispatch('answer_of_python', 'customer_segmentation')(function, question)) }}
{% endmacro %}

{% macro duckdb__answer_of_python(function, question) %}
    {{ return(run_query(
        "select ask_python('" ~ function ~ "', '" ~ question | replace("'", "''") ~ "')"
    ).rows[0][0]) }}
{% endmacro %}

{% macro spark__answer_of_python(function, question) %}
    {{ return(adapter.ask_python(function, question)) }}
{% endmacro %}
