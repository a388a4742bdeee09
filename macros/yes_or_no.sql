{% macro yes_or_no(expression) -%}
{%- set text = 'lower(' ~ clean_text(expression) ~ ')' -%}
case
            when {{ text }} in ('1', '1.0', 'true', 'yes') then true
            when {{ text }} in ('0', '0.0', 'false', 'no') then false
        end
{%- endmacro %}
