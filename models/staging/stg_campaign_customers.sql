{%- set amounts = ['wines', 'fruits', 'meat', 'fish', 'sweets', 'gold'] %}
{%- set shares = [] %}
{% for amount in amounts -%}
{% set share = amount ~ ' / nullif(total_amount, 0) as ' ~ amount ~ '_share' -%}
{% do shares.append(share) -%}
{% endfor -%}
-- depends_on: {{ ref('source_gate') }}

with

checked_campaign_customers as (
    select * from {{ ref('checked_campaign_customers') }}
),

accepted as (
    select
        {{ all_but([
            'source_row', 'rejected_column', 'problem', 'rejection_reason', 'received_hash'
        ]) }},
        kids_at_home + teens_at_home as children,
        {{ amounts | join(' + ') }} as total_amount,
        web_purchases + catalogue_purchases + store_purchases as total_purchases
    from checked_campaign_customers
    where rejection_reason is null
),

shared as (
    select
        *,
        {{ shares | join(',\n        ') }}
    from accepted
)

select * from shared
