{#- A flag of any type as boolean; null if it is none. -#}
{% macro yes_or_no(expression) -%}
case
            when lower({{ clean_text(expression) }}) in ('1', '1.0', 'true', 'yes') then true
            when lower({{ clean_text(expression) }}) in ('0', '0.0', 'false', 'no') then false
        end
{%- endmacro %}
