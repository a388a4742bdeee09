{%- set formats = source_formats('mall_customers') -%}

with

base_mall_customers as (
    select * from {{ ref('base_mall_customers') }}
),

typed as (
    select
        source_row,
        {{ clean_customer_id('customer_id') }} as customer_id,
        {{ clean_text('gender') }} as gender,
        age as age_received,
        annual_income as annual_income_received,
        spending_score as spending_score_received,
        {{ number_value('age', formats.age) }} as age,
        {{ number_value('annual_income', formats.annual_income) }} as annual_income,
        {{ number_value('spending_score', formats.spending_score) }} as spending_score,
        received
    from base_mall_customers
),

faults_found as (
    select
        *,
        case
            when customer_id is null then {{ fault('customer_id', 'is missing') }}
            {{ number_fault('age', 0, 120) }}
            {{ number_fault('annual_income', 0, 1000000) }}
            {{ number_fault('spending_score', 1, 100) }}
        end as fault
    from typed
),

-- Of several sound rows of one customer the first by content stays, so that the order
-- of the rows in the file decides nothing.
repeats_counted as (
    select
        *,
        row_number() over (
            partition by customer_id, fault is null
            order by
                age nulls last, annual_income nulls last, spending_score nulls last,
                gender nulls last, source_row
        ) as occurrence
    from faults_found
),

judged as (
    select
        *,
        case
            when fault is not null then fault
            when occurrence > 1 then {{ fault('customer_id', 'is repeated') }}
        end as rejection
    from repeats_counted
),

checked as (
    select
        source_row,
        customer_id,
        coalesce(
            upper(left(gender, 1)) || lower(substr(gender, 2)), 'Unknown'
        ) as gender,
        age,
        annual_income,
        spending_score,
        {{ rejected('rejection') }}
    from judged
)

select * from checked
