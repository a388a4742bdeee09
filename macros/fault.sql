{% macro fault(column, problem) -%}
{{ struct_of({'column': "'" ~ column ~ "'", 'problem': "'" ~ problem ~ "'"}) }}
{%- endmacro %}
