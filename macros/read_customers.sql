{% macro read_customers(location, id=none, decimal=none, date_format=none) %}
    {%- if not execute -%}
        {%- do customer_segmentation.named_relation('', location) -%}
        {{ return('(select null::string as customer_id)') }}
    {%- endif -%}
    {%- set columns = customer_segmentation.customers_read(
        location, id, {'decimal': decimal, 'date_format': date_format}
    ) -%}
    (
        {%- if columns[1].type %}
        select
            customer_id,
            {%- for column in columns[1:] %}
            {%- set value = customer_segmentation.list_item('cleaned', loop.index) %}
            {{ customer_segmentation.typed_value(value, column) }} as {{ adapter.quote(column.name) }}
            {{- ',' if not loop.last }}
            {%- endfor %}
        from (
            select
                {{ customer_segmentation.clean_customer_id(columns[0].sql) }} as customer_id,
                {{ customer_segmentation.clean_values(columns[1:]) }} as cleaned
            from {{ columns[0].relation }} as row_as_received
        )
        {%- else %}
        select
            {{ customer_segmentation.clean_customer_id(columns[0].sql) }} as customer_id,
            {%- for column in columns[1:] %}
            {{ column.sql }} as {{ adapter.quote(column.name) }}{{ ',' if not loop.last }}
            {%- endfor %}
        from {{ columns[0].relation }} as row_as_received
        {%- endif %}
        {%- if flags.EMPTY %}
        where false
        {%- elif customer_segmentation.forgotten() %}
        where {{ customer_segmentation.is_not_forgotten('customer_id') }}
        {%- endif %}
    )
{%- endmacro %}
