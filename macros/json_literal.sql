{#- A value from YAML as a JSON literal. -#}
{% macro json_literal(value) -%}
'{{ tojson(value, sort_keys=true) | replace("'", "''") }}'::json
{%- endmacro %}
