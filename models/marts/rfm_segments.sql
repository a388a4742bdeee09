-- depends_on: {{ ref('segment_gate') }}
with

rfm_customers as (
    select * from {{ ref('rfm_customers') }}
),

rfm_segment_rules as (
    select * from {{ ref('rfm_segment_rules') }}
),

cut_points as (
    {% set fifths = '[0.2, 0.4, 0.6, 0.8]' -%}
    select
        customers,
        quantile_cont(recency_days, {{ fifths }}) as recency_cuts,
        quantile_cont(frequency, {{ fifths }}) as frequency_cuts,
        quantile_cont(monetary, {{ fifths }}) as monetary_cuts,
    from rfm_customers
    group by customers
),

-- The fewer days since the last purchase, the better.
scored as (
    select
        rfm_customers.customers,
        rfm_customers.customer_id,
        rfm_customers.recency_days,
        rfm_customers.frequency,
        rfm_customers.monetary,
        6 - ({{ quintile('recency_days', 'recency_cuts') }}) as r_score,
        {{ quintile('frequency', 'frequency_cuts') }} as f_score,
        {{ quintile('monetary', 'monetary_cuts') }} as m_score,
        rfm_customers.as_of,
    from rfm_customers
    inner join cut_points on rfm_customers.customers = cut_points.customers
),

named as (
    select
        scored.customers,
        scored.customer_id,
        scored.recency_days,
        scored.frequency,
        scored.monetary,
        scored.r_score,
        scored.f_score,
        scored.m_score,
        rfm_segment_rules.rfm_segment,
        scored.as_of,
    from scored
    left join rfm_segment_rules
        on
            scored.r_score = rfm_segment_rules.r_score
            and scored.f_score = rfm_segment_rules.f_score
)

select * from named
{{ keep_held_back('customers') }}
order by customers, customer_id
