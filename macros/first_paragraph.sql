{#-
    A message of DuckDB, which has over twenty lines about a file that it cannot read, as one line:
    what it is and why, without the row itself.
-#}
{% macro first_paragraph(message) %}
    {%- set lines = message.split('\n\n')[0].splitlines() -%}
    {{ return(lines[0] ~ (': ' ~ lines[-1].rstrip('.') if lines | length > 1 else '')) }}
{% endmacro %}
