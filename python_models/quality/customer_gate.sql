with

customers_list as (
    select * from {{ ref('customers_list') }}
),

customer_checks as (
    select * from {{ ref('customer_checks') }}
),

received as (
    select
        customers as subject,
        customer_count as row_count
    from customers_list
),

{{ gate('customer_checks') }}

select * from decided
order by subject
