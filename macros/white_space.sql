{#- The characters of white space, those without a width included. -#}
{% macro white_space() -%}
{%- set codes = [9, 10, 13, 32, 160, 8199, 8203, 8204, 8205, 8239, 8288, 12288, 65279] -%}
concat({% for code in codes %}chr({{ code }}){{ ', ' if not loop.last }}{% endfor %})
{%- endmacro %}
