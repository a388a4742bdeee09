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
