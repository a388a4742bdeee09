-- depends_on: {{ ref('segment_gate') }}
with

rfm_customers as (
    select * from {{ ref('rfm_customers') }}
),

rfm_segment_rules as (
    select * from {{ ref('rfm_segment_rules') }}
),

cut_points as (
    select
        customers,
        {{ rfm_cut_points('recency_days') }} as recency_cuts,
        {{ rfm_cut_points('frequency') }} as frequency_cuts,
        {{ rfm_cut_points('monetary') }} as monetary_cuts
    from rfm_customers
    group by customers
),

-- The fewer days since the last purchase, the better.
scored as (
    {% set r_count = rfm_score_count('recency_days') -%}
    {% set f_count = rfm_score_count('frequency') -%}
    {% set m_count = rfm_score_count('monetary') -%}
    select
        rfm_customers.customers,
        rfm_customers.customer_id,
        rfm_customers.recency_days,
        rfm_customers.frequency,
        rfm_customers.monetary,
        {{ r_count + 1 }} - (
            {{ rfm_score('recency_days', 'recency_cuts', r_count) }}
        ) as r_score,
        {{ rfm_score('frequency', 'frequency_cuts', f_count) }} as f_score,
        {{ rfm_score('monetary', 'monetary_cuts', m_count) }} as m_score,
        rfm_customers.as_of
    from rfm_customers
    inner join cut_points on rfm_customers.customers = cut_points.customers
),

-- The rules are written for scores up to five.
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
        scored.as_of
    from scored
    left join rfm_segment_rules
        on
            ceil(5 * scored.r_score / {{ r_count }}) = rfm_segment_rules.r_score
            and ceil(5 * scored.f_score / {{ f_count }}) = rfm_segment_rules.f_score
)

select * from named
{{ keep_held_back('customers') }}
order by customers, customer_id
