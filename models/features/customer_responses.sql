with

stg_campaign_customers as (
    select * from {{ ref('stg_campaign_customers') }}
),

campaign_customers as (
    select
        'campaign_customers' as source,
        customer_id,
        campaign,
        is_accepted,
    from stg_campaign_customers
    unpivot (
        is_accepted for campaign in (
            accepted_1 as '1',
            accepted_2 as '2',
            accepted_3 as '3',
            accepted_4 as '4',
            accepted_5 as '5',
            accepted_last as 'last', -- noqa: RF06
        )
    )
)

select * from campaign_customers
