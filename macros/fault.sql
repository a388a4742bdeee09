{#- What is wrong with a row, as data: the column, or what else of it is meant, and its problem. -#}
{% macro fault(column, problem) -%}
{'column': '{{ column }}', 'problem': '{{ problem }}'}
{%- endmacro %}
