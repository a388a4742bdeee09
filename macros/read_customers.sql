{#-
    A customers model of any file or relation: its id as customer_id, then every other column, in
    order, its name in lower snake case. To be selected from:

        select * from {{ read_customers('cards.csv', id='CUST_ID') }}

    location  a path or a glob (CSV, TSV, TXT, Parquet), schema.table, ref('…') or source('…', '…')
    id        the header of the id; case, spaces and punctuation do not count. Without it the one
              column that is called like an id
    decimal, date_format
              how a text file writes numbers and days where its values do not tell, as the vars of
              these names say it for all

    A column of a text file gets the type that all of its values have, however the file writes its
    numbers and days; others keep theirs. Stops the run with one line if there is nothing to read,
    or if it is no table of customers.
-#}
{% macro read_customers(location, id=none, decimal=none, date_format=none) %}
    {%- if not execute -%}
        {%- do customer_segmentation.named_relation('', location) -%}
        {{ return('(select null::varchar as customer_id)') }}
    {%- endif -%}
    {%- set columns = customer_segmentation.customers_read(
        location, id, {'decimal': decimal, 'date_format': date_format}
    ) -%}
    (
        {%- if columns[1].type %}
        select
            customer_id,
            {%- for column in columns[1:] %}
            {%- set value = 'cleaned[' ~ loop.index ~ ']' %}
            {{ customer_segmentation.typed_value(value, column) }} as {{ adapter.quote(column.name) }},
            {%- endfor %}
        from (
            select
                {{ customer_segmentation.clean_customer_id(columns[0].sql) }} as customer_id,
                {{ customer_segmentation.clean_values(columns[1:]) }} as cleaned,
            from {{ columns[0].relation }} as row_as_received
        )
        {%- else %}
        select
            {{ customer_segmentation.clean_customer_id(columns[0].sql) }} as customer_id,
            {%- for column in columns[1:] %}
            {{ column.sql }} as {{ adapter.quote(column.name) }},
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
