{% macro column_metas(node) -%}
    {%- set metas = {} -%}
    {%- for name, column in node.columns.items() -%}
        {%- do metas.update({name: column.config.meta or column.meta}) -%}
    {%- endfor -%}
    {{ return(metas) }}
{%- endmacro %}
