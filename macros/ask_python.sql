{% macro ask_python(function, question={}, about=none) %}
    {%- set asked = dict(question, run=invocation_id, about=about) if about else question -%}
    {%- set answer = fromjson(customer_segmentation.answer_of_python(function, tojson(asked))) -%}
    {%- if answer.fault -%}
        {{ exceptions.raise_compiler_error(answer.fault) }}
    {%- endif -%}
    {{ return(answer.answer) }}
{% endmacro %}
