{#- A cleaned value of a text file as the type of its column. -#}
{% macro typed_value(value, type) -%}
{{ 'lower(' ~ value ~ ") in ('true', 'yes')" if type == 'boolean' else value ~ '::' ~ type }}
{%- endmacro %}
