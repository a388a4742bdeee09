{% macro columns_with_role(role) %}
    {%- set found = {} -%}
    {%- for customers in customers_models() if customers not in held_back('customers') -%}
        {%- set columns = [] -%}
        {%- for column in customer_columns(customers) if role in column.roles -%}
            {%- do columns.append(column) -%}
        {%- endfor -%}
        {%- do found.update({customers: columns}) -%}
    {%- endfor -%}
    {{ return(found) }}
{% endmacro %}
