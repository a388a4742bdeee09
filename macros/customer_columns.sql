{#-
    What each column of a customers model is for, as src/customers.py decides from the column's
    type and its `meta`; nothing while the model is not built.
-#}
{% macro customer_columns(customers) %}
    {%- set found = columns_of(ref(customers)) -%}
    {%- if not found -%}
        {{ return([]) }}
    {%- endif -%}
    {{ return(ask_python('describe_customers', {
        'customers': customers,
        'found': found,
        'metas': column_metas(customers_node(customers)),
        'currency': customers_currency(customers),
    })) }}
{% endmacro %}
