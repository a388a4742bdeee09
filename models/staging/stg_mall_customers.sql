-- depends_on: {{ ref('source_gate') }}
with

checked_mall_customers as (
    select * from {{ ref('checked_mall_customers') }}
),

accepted as (
    select
        customer_id,
        gender,
        age,
        annual_income,
        spending_score
    from checked_mall_customers
    where rejection_reason is null
)

select * from accepted
