-- depends_on: {{ ref('segment_gate') }}
with

retail_customers as (
    select * from {{ ref('retail_customers') }}
),

rfm_segment_rules as (
    select * from {{ ref('rfm_segment_rules') }}
),

source_list as (
    select * from {{ ref('source_list') }}
),

cut_points as (
    {% set fifths = '[0.2, 0.4, 0.6, 0.8]' -%}
    select
        quantile_cont(recency_days, {{ fifths }}) as recency_cuts,
        quantile_cont(frequency, {{ fifths }}) as frequency_cuts,
        quantile_cont(monetary, {{ fifths }}) as monetary_cuts,
    from retail_customers
),

-- The fewer days since the last purchase, the better.
scored as (
    select
        retail_customers.customer_id,
        retail_customers.recency_days,
        retail_customers.frequency,
        retail_customers.monetary,
        6 - ({{ quintile('recency_days', 'recency_cuts') }}) as r_score,
        {{ quintile('frequency', 'frequency_cuts') }} as f_score,
        {{ quintile('monetary', 'monetary_cuts') }} as m_score,
    from retail_customers
    cross join cut_points
),

named as (
    select
        scored.customer_id,
        scored.recency_days,
        scored.frequency,
        scored.monetary,
        scored.r_score,
        scored.f_score,
        scored.m_score,
        rfm_segment_rules.rfm_segment,
        source_list.as_of,
    from scored
    inner join source_list
        on source_list.source = 'retail_transactions'
    left join rfm_segment_rules
        on
            scored.r_score = rfm_segment_rules.r_score
            and scored.f_score = rfm_segment_rules.f_score
)

select * from named
order by customer_id
