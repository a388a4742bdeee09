with

customer_segments as (
    select * from {{ ref('customer_segments') }}
),

audiences as (
    select
        segmentation,
        segment_id,
        segment_name,
        customer_id,
        confidence,
        is_borderline,
        reason,
        -- By the id alone: who is held out of one action is held out of all.
        md5_number('holdout:' || customer_id) % 1000000
        < 1000000 * {{ var('audience_holdout_share') }} as is_holdout,
    from customer_segments
    {% if not var('audience_with_borderline') -%}
    where not is_borderline
    {%- endif %}
)

select * from audiences
