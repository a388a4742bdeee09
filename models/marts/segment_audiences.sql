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
        {{ is_held_out() }} as is_holdout
    from customer_segments
    {% if not var('audience_with_borderline') -%}
    where not is_borderline
    {%- endif %}
)

select * from audiences
