-- depends_on: {{ ref('source_gate') }}
with

checked_retail_transactions as (
    select * from {{ ref('checked_retail_transactions') }}
),

accepted as (
    select
        invoice_no,
        stock_code,
        description,
        coalesce(
            stock_code is not null
            {%- for code in var('retail_non_product_codes') %}
            and not {{ is_like('stock_code', code) }}
            {%- endfor %},
            false
        ) as is_product,
        quantity,
        invoiced_at,
        unit_price,
        line_value,
        customer_id,
        country
    from checked_retail_transactions
    where rejection_reason is null
)

select * from accepted
