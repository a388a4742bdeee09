{% macro rfm_models() %}
    {%- set found = [] -%}
    {%- for customers in customers_models() -%}
        {%- set measures = [] -%}
        {%- for column in customer_columns(customers)
            if column.kind == 'number' and column.name in ['recency_days', 'frequency', 'monetary'] -%}
            {%- do measures.append(column.name) -%}
        {%- endfor -%}
        {%- if measures | length == 3 -%}
            {%- do found.append(customers) -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return(found) }}
{% endmacro %}
