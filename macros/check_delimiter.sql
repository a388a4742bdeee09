{#- Stops the run with one line if all was read as one column. -#}
{% macro check_delimiter(says, found) %}
    {%- if found | length == 1 -%}
        {{ exceptions.raise_compiler_error(
            says ~ "was read as one column, '" ~ found[0] ~ "'. Is its delimiter none of , ; | and "
            ~ 'tab, is a quote not closed, or is this another file?'
        ) }}
    {%- endif -%}
{% endmacro %}
