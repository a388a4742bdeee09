{% macro customer_columns(customers) %}
    {%- set relation = ref(customers) -%}
    {%- if not execute -%}
        {{ return([]) }}
    {%- endif -%}
    {%- set known = ask_python('describe_customers', about=customers) -%}
    {%- if known -%}
        {{ return(known) }}
    {%- endif -%}
    {%- set found = columns_of(relation) -%}
    {%- if not found -%}
        {{ return([]) }}
    {%- endif -%}
    {{ return(ask_python('describe_customers', {
        'customers': customers,
        'found': found,
        'metas': column_metas(customers_node(customers)),
        'currency': customers_currency(customers),
    }, about=customers)) }}
{% endmacro %}
