{#- What two headers are compared by: case, spaces and punctuation do not count. -#}
{% macro header_key(header) %}
    {{ return(modules.re.sub('[\\W_]', '', header | lower)) }}
{% endmacro %}
