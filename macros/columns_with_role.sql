{#- The columns of a role in each customers model: {customers model: [columns]}. -#}
{% macro columns_with_role(role) %}
    {%- set found = {} -%}
    {%- for customers in customers_models() -%}
        {%- set columns = [] -%}
        {%- for column in customer_columns(customers) if role in column.roles -%}
            {%- do columns.append(column) -%}
        {%- endfor -%}
        {%- do found.update({customers: columns}) -%}
    {%- endfor -%}
    {{ return(found) }}
{% endmacro %}
