{#- Names as they are listed in a message: the first twenty. -#}
{% macro first_names(names) %}
    {{ return(names[:20] | join(', ') ~ (', …' if names | length > 20 else '')) }}
{% endmacro %}
