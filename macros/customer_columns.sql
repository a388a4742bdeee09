{#-
    What each column of a customers model is for, as src/customers.py decides from the column's
    type and its `meta`; nothing while the model is not built.
-#}
{% macro customer_columns(customers) %}
    {%- set relation = ref(customers) -%}
    {%- set found = [] -%}
    {%- for column in (adapter.get_columns_in_relation(relation) if execute else []) -%}
        {%- do found.append({'name': column.name, 'type': column.dtype}) -%}
    {%- endfor -%}
    {%- if not found -%}
        {{ return([]) }}
    {%- endif -%}
    {{ return(ask_python('describe_customers', {
        'customers': customers, 'found': found, 'metas': column_metas(customers_node(customers))
    })) }}
{% endmacro %}
