{% macro customers_from_orders(
    relation, customer_id, ordered_at, amount, order_id=none, as_of=none
) %}
    {%- set day = as_of or customer_segmentation.source_as_of(model.name) -%}
    (
        with

        orders as (
            select
                {{ customer_id }} as customer_id,
                {{ ordered_at }}::timestamp as ordered_at,
                {{ order_id or ordered_at }} as order_id,
                {{ amount }} as amount
            from {{ relation }}
            where
                {{ customer_id }} is not null
                {%- if customer_segmentation.forgotten() %}
                and {{ customer_segmentation.is_not_forgotten(customer_id ~ '::string') }}
                {%- endif %}
                {%- if day != 'null::date' %}
                and {{ ordered_at }}::timestamp < {{ day }}
                {%- endif %}
        ),

        summed as (
            select
                customer_id,
                min(ordered_at) as first_ordered_at,
                max(ordered_at) as last_ordered_at,
                count(distinct order_id) as frequency,
                -- Decimals add up to the same whatever the order of the rows.
                sum(amount::decimal(18, 4))::decimal(18, 4) as monetary
            from orders
            group by customer_id
        ),

        dated as (
            select
                *,
                -- And the last moment that counts.
                {%- if day == 'null::date' %}
                date_add(max(last_ordered_at) over ()::date, 1) as as_of,
                max(last_ordered_at) over () as ends_at
                {%- else %}
                {{ day }} as as_of,
                {{ day }}::timestamp - interval 1 microsecond as ends_at
                {%- endif %}
            from summed
        )

        select
            customer_id,
            as_of,
            1 + {{ customer_segmentation.whole_days_between('last_ordered_at', 'ends_at') }}
                as recency_days,
            frequency,
            monetary,
            first_ordered_at::date as first_ordered_on,
            1 + {{ customer_segmentation.whole_days_between('first_ordered_at', 'ends_at') }}
                as tenure_days,
            {{ customer_segmentation.seconds_between('first_ordered_at', 'last_ordered_at') }} / 86400
            / nullif(frequency - 1, 0) as days_between_orders,
            monetary::double / frequency as average_order_value
        from dated
    )
{%- endmacro %}
