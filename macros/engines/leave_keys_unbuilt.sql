{#- dbt renders hooks in the model's own context, so what is written there holds for its table. -#}
{% macro leave_keys_unbuilt() %}
    {%- do model.update({'constraints': model.constraints
        | rejectattr('type', 'in', ['primary_key', 'unique']) | list}) -%}
    {%- do adapter.dispatch('leave_keys_unbuilt', 'customer_segmentation')() -%}
{% endmacro %}

{% macro duckdb__leave_keys_unbuilt() %}
{% endmacro %}

{#-
    Delta makes no column `not null` in a table that is there, so the select of the table does
    without nulls: spark__get_select_subquery.
-#}
{% macro spark__leave_keys_unbuilt() %}
    {%- set never_null = [] -%}
    {%- for name, column in model.columns.items() -%}
        {%- if column.constraints | selectattr('type', 'equalto', 'not_null') | list -%}
            {%- do never_null.append(name) -%}
            {%- do column.update({'constraints': []}) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- do model.update({'never_null': never_null}) -%}
{% endmacro %}
