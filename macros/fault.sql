{% macro fault(column, problem) -%}
{'column': '{{ column }}', 'problem': '{{ problem }}'}
{%- endmacro %}
