{#-
    What a function of src/ answers, given and answering JSON; src/duckdb_plugin.py lists them.
    An answer with a `fault` is the one line that the user reads, and stops the run.

    about  whom the question is about, for an answer that is worked out once in a run: without a
           question it is the one that was given, or nothing
-#}
{% macro ask_python(function, question={}, about=none) %}
    {%- set asked = dict(question, run=invocation_id, about=about) if about else question -%}
    {%- set text = tojson(asked) | replace("'", "''") -%}
    {%- set answer = fromjson(
        run_query("select ask_python('" ~ function ~ "', '" ~ text ~ "')").rows[0][0]
    ) -%}
    {%- if answer.fault -%}
        {{ exceptions.raise_compiler_error(answer.fault) }}
    {%- endif -%}
    {{ return(answer.answer) }}
{% endmacro %}
