{#-
    What a function of src/ answers, given and answering JSON; src/duckdb_plugin.py registers them.
    An answer with a `fault` is the one line that the user reads, and stops the run.
-#}
{% macro ask_python(function, question) %}
    {%- set text = tojson(question) | replace("'", "''") -%}
    {%- set answer = fromjson(run_query('select ' ~ function ~ "('" ~ text ~ "')").rows[0][0]) -%}
    {%- if answer.fault -%}
        {{ exceptions.raise_compiler_error(answer.fault) }}
    {%- endif -%}
    {{ return(answer.answer) }}
{% endmacro %}
